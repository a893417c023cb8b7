// Uses the reference page as a person would, at desktop and phone widths.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [url, screenshots] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });

async function visit(name, width, height) {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("request", (request) => {
    const target = request.url();
    if (!target.startsWith(url) && !target.startsWith("data:") && !target.startsWith("blob:")) {
      problems.push(`request to another host: ${target}`);
    }
  });
  const takeScreenshot = (part) => page.screenshot({ path: `${screenshots}/${name}-${part}.png` });
  const assertFits = async (part) => {
    const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > window.innerWidth)
        .slice(0, 5)
        .map((element) => `${element.tagName}.${element.className}`),
    );
    assert.ok(content <= view, `${name} ${part}: ${content} px wide in a viewport of ${view} px: ${wide.join(", ")}`);
  };

  await page.goto(url);
  await page.waitForSelector(".opblock");
  assert.equal(await page.locator(".opblock").count(), 21);
  await takeScreenshot("start");
  await assertFits("start");

  await page.locator(".btn.authorize").first().click();
  const dialog = page.locator(".modal-ux");
  await dialog.waitFor();
  assert.equal(await dialog.locator("input[data-name=clientId], #client_id_identity, #client_id").first().inputValue(), "informat_customer_sandbox");
  await takeScreenshot("authorise");
  await dialog.locator("button.authorize").click();
  await dialog.getByText("Logout").waitFor();
  await takeScreenshot("authorised");
  await dialog.locator("button.btn-done").click();

  const execute = async (operation, part) => {
    const block = page.locator(`[id$="-${operation}"].opblock`);
    await block.locator(".opblock-summary-control").click();
    // A call that was tried before is still in "Try it out" mode.
    if ((await block.locator("button.execute").count()) === 0) {
      await block.locator(".try-out__btn").click();
    }
    await block.locator("button.execute").click();
    const status = block.locator(".live-responses-table .response-col_status").last();
    await status.waitFor();
    await block.locator(".live-responses-table .highlight-code, .live-responses-table .microlight").first().waitFor();
    await block.locator(".live-responses-table").scrollIntoViewIfNeeded();
    await takeScreenshot(part);
    await assertFits(part);
    const text = await block.locator(".live-responses-table").innerText();
    const response = { status: parseInt(await status.innerText(), 10), text };
    await block.locator(".opblock-summary-control").click();
    return response;
  };

  const list = await execute("listEmployees", "employees");
  assert.equal(list.status, 200, list.text);
  assert.match(list.text, /"rijksregisternr"/);
  const first = await execute("listEmployeesV1", "employees-v1");
  assert.equal(first.status, 200, first.text);
  assert.match(first.text, /"ambtcode"/);
  const number = await execute("putCommunicationNumber", "number");
  // The second visit finds the number that the first added.
  assert.ok(number.status === 200 || /BR026/.test(number.text), number.text);

  // Executes every call with its prefilled values, from the top of the page to the bottom. Only the first visit does
  // so, since it deletes records that the second would need.
  const blocks = await page.locator(".opblock").evaluateAll((all) => all.map(({ id }) => id.split("-").at(-1)));
  assert.equal(new Set(blocks).size, 21);
  const refused = [];
  for (const operation of name === "desktop" ? blocks : []) {
    const { status, text } = await execute(operation, `call-${operation}`);
    // BR026: the number was added above.
    if (!(status >= 200 && status < 300) && !/BR026/.test(text)) {
      refused.push(`${operation}: ${status} ${text.slice(0, 300)}`);
    }
  }
  assert.deepEqual(refused, [], refused.join("\n"));

  const sizes = await page.evaluate(photoSizes);
  assert.ok(sizes.length > 5 && sizes.every((size) => size === "40x40"), `photos: ${sizes.join(" ")}`);

  await page.goto(`${url}/codes`);
  assert.equal(await page.locator("tbody tr").count(), 47);
  await takeScreenshot("codes");
  await assertFits("codes");
  // The browser logs a refusal as an error in the console.
  const unexpected = problems.filter((problem) => !problem.includes("status of 400"));
  assert.deepEqual(unexpected, [], `${name}: ${unexpected.join("; ")}`);
  await context.close();
}

// Runs in the page: returns the size of every photo of the first institute, as decoded by the browser.
async function photoSizes() {
  const credentials = { grant_type: "client_credentials", client_id: "informat_customer_sandbox", client_secret: "sandbox-only-not-a-secret" };
  const reply = await fetch("/connect/token", { method: "POST", body: new URLSearchParams(credentials) });
  const { access_token: token } = await reply.json();
  const { servers, paths, components } = await (await fetch("/openapi.json")).json();
  const resolve = ({ $ref, ...own }) => ($ref ? components.parameters[$ref.split("/").at(-1)] : own);
  const parameters = paths["/employees/photos"].get.parameters.map(resolve);
  const year = parameters.find((parameter) => parameter.name === "schoolyear").example;
  const headers = { Authorization: `Bearer ${token}`, InstituteNo: components.parameters.InstituteNo.example };
  const photos = await (await fetch(`${servers[0].url}/employees/photos?schoolyear=${year}`, { headers })).json();
  return Promise.all(
    photos.map(async ({ photo }) => {
      const image = new Image();
      image.src = `data:image/jpeg;base64,${photo}`;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }),
  );
}

try {
  await visit("desktop", 1280, 900);
  await visit("phone", 390, 844);
  console.log(`the reference page works; screenshots are in ${screenshots}`);
} finally {
  await browser.close();
}
