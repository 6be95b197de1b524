-- What wrk sends for dev.signet.e2e.bench.Wrk, and the one line that it reads. All comes by environment:
--   SIGNET_SHAPE   AUTH (as nginx asks), INTROSPECT, or PROXIED (the request itself, to a proxy)
--   SIGNET_TOKENS  a file with one token a line, sent in turn
--   SIGNET_BEARER  who introspects
--   SIGNET_ONCE    true: no token may be sent twice
-- A thread has a Lua state of its own, in which init and request run; setup and done run in another one.
local threads = {}
local requests = {}
local at = 0
exhausted = false -- global, since done asks the threads for it

local shapes = {
  AUTH = function(token)
    return wrk.format("GET", "/auth", {
      ["Authorization"] = "Bearer " .. token,
      ["X-Original-URL"] = "https://app.example/cli/agentCLI/info",
      ["X-Original-Method"] = "GET",
      ["X-Forwarded-For"] = "127.0.0.1",
    })
  end,
  INTROSPECT = function(token)
    return wrk.format("POST", "/oauth2/introspect", {
      ["Authorization"] = "Bearer " .. os.getenv("SIGNET_BEARER"),
      ["Content-Type"] = "application/x-www-form-urlencoded",
    }, "token=" .. token)
  end,
  PROXIED = function(token)
    return wrk.format("GET", "/cli/agentCLI/info", {
      ["Host"] = "app.example",
      ["Authorization"] = "Bearer " .. token,
    })
  end,
}

function setup(thread)
  threads[#threads + 1] = thread
end

function init(arguments)
  local shaped = shapes[os.getenv("SIGNET_SHAPE")]
  for token in io.lines(os.getenv("SIGNET_TOKENS")) do
    requests[#requests + 1] = shaped(token)
  end
end

function request()
  if at == #requests then
    exhausted = os.getenv("SIGNET_ONCE") == "true"
    at = 0
  end
  at = at + 1
  return requests[at]
end

-- requests, microseconds, answers other than 2xx and 3xx, requests that broke off, p99 in milliseconds, whether tokens ran out
function done(summary, latency)
  local out = false
  for _, thread in ipairs(threads) do
    out = out or thread:get("exhausted")
  end
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %.3f %s\n", summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(99) / 1000, tostring(out)))
end
