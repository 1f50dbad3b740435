-- wrk: puts a question to a model, over and over. With DISTINCT in the environment, every
-- question is another one; with COMBINED, each makes and completes a job of its own.
wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer sk-simulated-bench"
wrk.headers["Content-Type"] = "application/json"

local body = '{"model":"gpt-4","messages":[{"role":"system","content":"Answer with one word."},'
  .. '{"role":"user","content":"What is the capital of France? (NUMBER)"}],'
  .. '"temperature":0,"max_tokens":20}'
if os.getenv("COMBINED") then body = '{"team_id":"bench","job_type":"bench",' .. body:sub(2) end
wrk.body = body:gsub("NUMBER", "0")

if os.getenv("DISTINCT") then
  -- Runs after one another must not ask the same either.
  local number = os.time() % 1000000 * 1000000
  function request()
    number = number + 1
    return wrk.format(nil, nil, nil, (body:gsub("NUMBER", string.format("%.0f", number))))
  end
end
