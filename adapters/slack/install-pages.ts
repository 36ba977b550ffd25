/** What a person sees in the browser while installing. */
import type { ServerResponse } from "node:http";

export function installPage(addToSlackUrl: string): string {
  return page(
    "Add Paperboy to Slack",
    `<p>Paperboy brings the day's research papers to your channels. It posts nothing until somebody asks for it.</p>
     <p><a class="button" href="${escapeHtml(addToSlackUrl)}">Add to Slack</a></p>`,
  );
}

export function installedPage(workspace: string | undefined, appLink: string): string {
  return page(
    "Paperboy is installed",
    `<p>${workspace === undefined ? "It" : escapeHtml(workspace)} is ready. In a channel, type
     <code>/invite @Paperboy</code> and then <code>/papers help</code>.</p>
     <p><a class="button" href="${escapeHtml(appLink)}">Open Slack</a></p>`,
  );
}

export function failedPage(code: string): string {
  return page(
    "Paperboy was not installed",
    `<p>${REASONS[code] ?? "Something went wrong on the way to Slack and back."}</p>
     <p><a class="button" href="/slack/install">Try again</a></p>`,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  slack_oauth_invalid_state:
    "The link was used already, is older than ten minutes, or was opened in another browser.",
  slack_oauth_missing_state: "The link is not complete.",
  slack_oauth_missing_code: "Slack did not confirm the installation; perhaps it was cancelled.",
};

export function failureStatus(code: string): number {
  return code in REASONS ? 400 : 502;
}

export function answerWithPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  response.end(html);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem; color: #1d1c1d }
  .button { display: inline-block; padding: .6rem 1.2rem; border-radius: .3rem; background: #4a154b; color: #fff; text-decoration: none }
</style>
<h1>${title}</h1>
${body}
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#x27;");
}
