// A key that gives no answer, or another one: the page says so, where it would be silent.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.getElementById("key-refused");
  document.querySelector("#content h1").after(said);
  said.hidden = false;
});
