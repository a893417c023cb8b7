// Lists the employees of a sandbox with openapi-fetch and the types that openapi-typescript generated.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

// Whoever started this may be gone.
process.stdin.on("end", () => process.exit(1)).resume();

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

const client = createClient<paths>({
  baseUrl: setting("API_URL"),
  headers: { Authorization: `Bearer ${setting("TOKEN")}` },
});
client.use({
  // The fragment tells two versions of one path apart. openapi-fetch puts the query behind it, where no server sees it.
  onRequest({ request }) {
    const url = new URL(request.url);
    const [, query] = url.hash.split("?", 2);
    if (query === undefined) return undefined;
    url.search = query;
    url.hash = "";
    return new Request(url, request);
  },
});
const InstituteNo = setting("INSTITUTE");
const schoolyear = setting("SCHOOL_YEAR");
const header = { InstituteNo, "Api-Version": 2 } as const;

const staff = await client.GET("/employees", { params: { header, query: { schoolyear } } });
const short = await client.GET("/employees#v1", {
  params: { header: { InstituteNo, "Api-Version": 1 }, query: { structure: "311" } },
});
const first = staff.data?.[0];
if (first === undefined || short.data === undefined) {
  throw new Error(`${staff.response.status} and ${short.response.status}`);
}
const path = { personId: first.personId };
const one = await client.GET("/employees/{personId}", { params: { header, path, query: { schoolyear } } });
const work = await client.GET("/employees/{personId}/assignments", { params: { header, path, query: { schoolyear } } });
const elsewhere = { ...header, InstituteNo: "123456" };
const refused = await client.GET("/employees", { params: { header: elsewhere, query: { schoolyear } } });

const found = {
  staff: staff.data?.map((employee) => employee.personId),
  short: short.data.map((employee) => employee.personId),
  one: JSON.stringify(one.data) === JSON.stringify(first),
  assignments: work.data?.length ?? 0,
  refused: refused.response.status,
};
console.log("found", JSON.stringify(found));
process.exit(0);
