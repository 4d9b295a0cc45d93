-- For wrk: posts the requests of a file, one after the other, and tells the figures as JSON.
--   wrk -t1 -c64 -d10s -s post.lua URL -- FILE
-- In the file each request is preceded by its length, eight digits. At the end it begins again. With several threads
-- each takes every n-th request.
local file, path, rank, threads
local count = 0

function setup(thread)
  thread:set("rank", count)
  count = count + 1
end

function init(arguments)
  path = arguments[1]
  threads = tonumber(arguments[2] or "1")
  file = assert(io.open(path, "rb"))
  for _ = 1, rank or 0 do skip() end
end

function skip()
  local length = file:read(8)
  if not length then
    file:seek("set", 0)
    length = file:read(8)
  end
  file:seek("cur", tonumber(length))
end

function request()
  local length = file:read(8)
  if not length then
    file:seek("set", 0)
    length = file:read(8)
  end
  local bytes = file:read(tonumber(length))
  for _ = 2, threads do skip() end
  return bytes
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.3f,"rate":%.1f,"p50_ms":%.2f,"p90_ms":%.2f,"p99_ms":%.2f,"p999_ms":%.2f,"max_ms":%.2f,'
      .. '"not_2xx":%d,"socket_errors":%d}\n',
    summary.requests, summary.duration / 1e6, summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(90) / 1000, latency:percentile(99) / 1000,
    latency:percentile(99.9) / 1000, latency.max / 1000, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
