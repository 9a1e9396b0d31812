import createClient from "openapi-fetch";
import type { paths } from "./tracker.js";

const baseUrl = process.env.TRACKER ?? "http://localhost:8000";
const tracker = createClient<paths>({ baseUrl });

const { data, error } = await tracker.GET("/api/v1/proposals/", {
  params: { query: { status: ["proposed", "committed"], page_size: 5 } },
});
if (error) throw new Error(JSON.stringify(error));

for (const proposal of data.results) {
  const asked = proposal.authors.map((author) => author.name_en).join(", ");
  console.log(`${proposal.status}\t${proposal.title_en}\t${asked}`);
}
