-- wrk: asks for the addresses of a file in turn; counts answers that are not 200 and answers out of the page cache.
local addresses, cookie = {}, os.getenv("BENCH_COOKIE")
local thread_counter = 0

function setup(thread)
  thread:set("offset", thread_counter * 997)
  thread_counter = thread_counter + 1
  threads = threads or {}
  table.insert(threads, thread)
end

function init(args)
  for line in io.lines(os.getenv("BENCH_ADDRESSES")) do
    table.insert(addresses, line)
  end
  if cookie and cookie ~= "" then
    wrk.headers["Cookie"] = cookie
  end
  position, failures, hits, answers = offset, 0, 0, 0
end

function request()
  position = position + 1
  return wrk.format("GET", addresses[position % #addresses + 1])
end

function response(status, headers)
  answers = answers + 1
  if status ~= 200 then failures = failures + 1 end
  if headers["X-Cache"] == "HIT" then hits = hits + 1 end
end

function done(summary, latency)
  local failures, hits, answers = 0, 0, 0
  for _, thread in ipairs(threads) do
    failures = failures + thread:get("failures")
    hits = hits + thread:get("hits")
    answers = answers + thread:get("answers")
  end
  io.write(string.format("RESULT %d %d %.3f %.3f %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, failures, hits, answers))
end
