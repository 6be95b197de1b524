-- Asks for each token in turn, as nginx does. SIGNET_TOKENS: a file with one a line. Prints one line that the benchmark reads.
local requests = {}
local at = 0

function init(arguments)
  for token in io.lines(os.getenv("SIGNET_TOKENS")) do
    requests[#requests + 1] = wrk.format("GET", "/auth", {
      ["Authorization"] = "Bearer " .. token,
      ["X-Original-URL"] = "https://app.example/cli/agentCLI/info",
      ["X-Original-Method"] = "GET",
      ["X-Forwarded-For"] = "127.0.0.1",
    })
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %.3f\n", summary.requests, summary.duration, summary.errors.status,
    latency:percentile(99) / 1000))
end
