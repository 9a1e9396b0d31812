SwaggerUIBundle({
  url: document.getElementById("swagger-ui").dataset.schema,
  dom_id: "#swagger-ui",
  deepLinking: true,
  // Nothing is sent to a validator elsewhere.
  validatorUrl: null,
});
