// What a person does on the reference page, at the width of a desk and of a phone.
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
      problems.push(`left this machine: ${target}`);
    }
  });
  const shoot = (part) => page.screenshot({ path: `${screenshots}/${name}-${part}.png` });
  const fits = async (part) => {
    const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > window.innerWidth)
        .slice(0, 5)
        .map((element) => `${element.tagName}.${element.className}`),
    );
    assert.ok(content <= view, `${name} ${part}: ${content} px wide in a view of ${view} px: ${wide.join(", ")}`);
  };

  await page.goto(url);
  await page.waitForSelector(".opblock");
  assert.equal(await page.locator(".opblock").count(), 21);
  await shoot("start");
  await fits("start");

  await page.locator(".btn.authorize").first().click();
  const dialog = page.locator(".modal-ux");
  await dialog.waitFor();
  assert.equal(await dialog.locator("input[data-name=clientId], #client_id_identity, #client_id").first().inputValue(), "informat_customer_sandbox");
  await shoot("authorise");
  await dialog.locator("button.authorize").click();
  await dialog.getByText("Logout").waitFor();
  await shoot("authorised");
  await dialog.locator("button.btn-done").click();

  const execute = async (operation, part) => {
    const block = page.locator(`[id$="-${operation}"].opblock`);
    await block.locator(".opblock-summary-control").click();
    // A call that was tried before stands open for another try.
    if ((await block.locator("button.execute").count()) === 0) {
      await block.locator(".try-out__btn").click();
    }
    await block.locator("button.execute").click();
    const status = block.locator(".live-responses-table .response-col_status").last();
    await status.waitFor();
    await block.locator(".live-responses-table .highlight-code, .live-responses-table .microlight").first().waitFor();
    await block.locator(".live-responses-table").scrollIntoViewIfNeeded();
    await shoot(part);
    await fits(part);
    const answer = { status: parseInt(await status.innerText(), 10), text: await block.locator(".live-responses-table").innerText() };
    await block.locator(".opblock-summary-control").click();
    return answer;
  };

  const list = await execute("listEmployees", "employees");
  assert.equal(list.status, 200, list.text);
  assert.match(list.text, /"rijksregisternr"/);
  const first = await execute("listEmployeesV1", "employees-v1");
  assert.equal(first.status, 200, first.text);
  assert.match(first.text, /"ambtcode"/);
  const number = await execute("putCommunicationNumber", "number");
  // The second visit finds the number of the first.
  assert.ok(number.status === 200 || /BR026/.test(number.text), number.text);

  // Every call as it stands on the page, one after the other, as a reader would who goes down the page. What the first
  // visit removed is gone for the second.
  const blocks = await page.locator(".opblock").evaluateAll((all) => all.map(({ id }) => id.split("-").at(-1)));
  assert.equal(new Set(blocks).size, 21);
  const refused = [];
  for (const operation of name === "desk" ? blocks : []) {
    const { status, text } = await execute(operation, `call-${operation}`);
    // The number was put above.
    if (!(status >= 200 && status < 300) && !/BR026/.test(text)) {
      refused.push(`${operation}: ${status} ${text.slice(0, 300)}`);
    }
  }
  assert.deepEqual(refused, [], refused.join("\n"));

  const sizes = await page.evaluate(photoSizes);
  assert.ok(sizes.length > 5 && sizes.every((size) => size === "40x40"), `photos: ${sizes.join(" ")}`);

  await page.goto(`${url}/codes`);
  assert.equal(await page.locator("tbody tr").count(), 47);
  await shoot("codes");
  await fits("codes");
  // A refusal shows as an error in the console, as the browser has it.
  const unexpected = problems.filter((problem) => !problem.includes("status of 400"));
  assert.deepEqual(unexpected, [], `${name}: ${unexpected.join("; ")}`);
  await context.close();
}

// Runs in the page: the size of every photo of the first institute, as the browser decodes them.
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
  await visit("desk", 1280, 900);
  await visit("phone", 390, 844);
  console.log(`the reference page works; screenshots are in ${screenshots}`);
} finally {
  await browser.close();
}
