/** An HTTP server on loopback for the length of a test. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** Starts it on a free port, stops it after the test; tells its address. */
export async function listen(
  answer: (request: IncomingMessage, response: ServerResponse, url: URL) => void,
): Promise<string> {
  const server = createServer((request, response) => {
    answer(request, response, new URL(request.url ?? "/", "http://127.0.0.1"));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return addressOf(server);
}

/** Counts what is under way at once, keeps the headers, and gives each whole body. */
export function whenWhole(
  state: { most: number; readonly headers: IncomingMessage["headers"][] },
  take: (body: string, request: IncomingMessage, response: ServerResponse) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  let underWay = 0;
  return (request, response) => {
    state.headers.push(request.headers);
    underWay += 1;
    state.most = Math.max(state.most, underWay);
    response.on("close", () => {
      underWay -= 1;
    });
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => take(body, request, response));
  };
}

/** Where nobody listens. */
export async function unusedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = addressOf(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}
