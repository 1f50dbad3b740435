/// What each transcript must come to, checked by eye against the servers' texts.
enum TranscriptOutcomes {
  /// Name and outcome, in the words of ``TranscriptCall``.
  static let table = #"""
    A01_create_ok | ok 04102bd5-946c-405c-abb5-2d75e1cbbd7c
    A02_create_ok_minimal | ok 54fd51f7-6a35-4730-9a2f-214061b957bf
    A03_create_ok_full | ok fef025e8-cf1c-4831-9728-a9ded3625873
    A05_create_no_auth_401 | unauthorized 401
    A06_create_basic_auth_401 | unauthorized 401
    A07_create_unknown_key_401 | unauthorized 401
    A08_create_empty_bearer_401 | unauthorized 401
    A10_create_wrong_types_422 | invalidRequest 422 body.job_type body.metadata
    A11_create_malformed_json_422 | invalidRequest 422 body.25
    A12_create_no_body_422 | invalidRequest 422 body
    A13_create_text_plain_422 | invalidRequest 422 body
    A15_create_team_suspended_403 | forbidden 403 suspended
    A16_create_team_paused_403 | forbidden 403 suspended
    A17_create_unknown_fields_ignored | ok 6231c5f5-c6a7-4bb1-902f-fba718b35672
    A18_create_idempotency_key_first | ok d3cd7db6-94b9-49d8-b242-f6b5d7d2deb5
    A20_create_metadata_null | ok e3077b11-397c-4404-b698-9dbc8eb2de09
    A21_create_lowercase_bearer | ok 3fd3d6fe-7918-4c77-ac2a-1ebd6f792e98
    A22_create_bad_body_and_no_auth | unauthorized 401
    A23_create_trailing_slash | redirected 307
    A25_create_by_GET_500 | server 500
    A28_create_array_body_422 | invalidRequest 422 body
    A30_create_empty_strings_ok | ok 98337666-3947-40c2-a083-e9ccf603e426
    B01_call_ok | ok "Hello from the fake provider." stop 18 tokens
    B02_call_all_params | ok "Hello from the fake provider." stop 18 tokens
    B03_call_json_schema | ok "{"name": "Sarah Johnson", "age": 28, "em" stop 18 tokens
    B05_call_tools | ok no text tool_calls 18 tokens
    B06_call_unknown_model_403 | forbidden 403 model
    B07_call_restricted_model_403 | forbidden 403 model
    B08_call_orphan_model_403 | forbidden 403 model
    B10_call_model_group_field_422 | invalidRequest 422 body.model
    B11_call_both_model_and_group | ok "Hello from the fake provider." stop 18 tokens
    B12_call_stop_string_422 | invalidRequest 422 body.stop
    B13_call_stop_list | ok "Hello from the fake provider." stop 18 tokens
    B15_call_job_not_found_404 | notFound 404
    B16_call_bad_uuid_500 | server 500
    B17_call_job_of_other_team_403 | forbidden 403 team
    B18_call_no_auth_401 | unauthorized 401
    B20_call_messages_wrong_type_422 | invalidRequest 422 body.messages.0
    B21_call_missing_model_422 | invalidRequest 422 body.model
    B22_call_empty_messages | ok "Hello from the fake provider." stop 18 tokens
    B23_call_temperature_null | ok "Hello from the fake provider." stop 18 tokens
    B25_call_max_tokens_fraction_422 | invalidRequest 422 body.max_tokens
    B26_call_max_tokens_zero | ok "Hello from the fake provider." stop 18 tokens
    B27_call_temperature_out_of_range | ok "Hello from the fake provider." stop 18 tokens
    B28_call_unknown_params_ignored | ok "Hello from the fake provider." stop 18 tokens
    B30_call_multimodal | ok "Hello from the fake provider." stop 18 tokens
    B31_call_finish_length | ok "Hello from the fake provider." length 18 tokens
    B32_call_content_filter | ok "" content_filter 18 tokens
    B33_call_refusal | ok no text stop 18 tokens
    B35_call_no_choices_500 | provider 500
    B36_call_no_usage_500 | provider 500
    B37_call_provider_401 | provider 500 provider 401
    B38_call_provider_400 | provider 500 provider 400
    B40_call_provider_500 | provider 500 provider 500 retryable
    B41_call_provider_503 | provider 500 provider 503 retryable
    B42_call_provider_429 | provider 500 provider 429 retryable
    B43_call_provider_drop | provider 500 retryable
    B45_call_provider_html_502 | provider 500 provider 502 retryable
    B46_call_provider_not_json | provider 500
    B47_call_provider_long_error_500 | server 500
    B48_call_client_gives_up | connectionLost retryable
    B49b_call_anthropic_500 | provider 500 provider 500 retryable
    B50_call_gemini | ok "Hello from the fake provider." stop 18 tokens
    B51_call_no_credentials_500 | provider 500
    B52_call_org_without_credentials_500 | provider 500
    B54_call_fenced_json | ok "```json\n{"name": "Sarah Johnson", "age":" stop 18 tokens
    B55_call_without_credits_ok | ok "Hello from the fake provider." stop 18 tokens
    B56_call_seed_person | ok "{"name": "Sarah Johnson", "age": 28, "em" stop 18 tokens
    B57_call_suspended_mid_job_403 | forbidden 403 suspended
    B59_job_after_late_call | ok completed ["gpt-4"] created 2026-11-23T16:56:01Z
    B60_call_uuid_without_dashes | ok "Hello from the fake provider." stop 18 tokens
    B61_call_slow_provider | ok "Hello from the fake provider." stop 18 tokens
    C01_stream_head_ok_is_broken | streamingBroken 200
    C03_stream_unknown_model_403 | forbidden 403 model
    C04_stream_job_not_found_404 | notFound 404
    C05_stream_bad_uuid_500 | server 500
    C06_stream_model_group_422 | invalidRequest 422 body.model
    C08_stream_no_auth_401 | unauthorized 401
    C09_stream_no_credentials | streamError 200
    C10_stream_head_costs_after | ok 0.0 in 3
    C11_stream_head_complete_after | ok completed 998 credits 3 calls charged
    D02_cac_full | ok "Hello from the fake provider." stop 18 tokens 996 credits
    D03_cac_json_schema | ok "{"name": "Sarah Johnson", "age": 28, "em" stop 18 tokens 995 credits
    D04_cac_tools | ok no text tool_calls 18 tokens 994 credits
    D05_cac_wrong_team_403 | forbidden 403 team
    D07_cac_provider_500 | provider 500 provider 500 retryable
    D08_cac_provider_401 | provider 500 provider 401
    D09_cac_stop_string_422 | invalidRequest 422 body.stop
    D10_cac_no_auth_401 | unauthorized 401
    D12_cac_usd_mode | ok "Hello from the fake provider." stop 2500000 tokens 999 credits
    D13_cac_tokens_mode | ok "Hello from the fake provider." stop 35000 tokens 997 credits
    D14_cac_missing_job_type_422 | invalidRequest 422 body.job_type
    D15_cac_suspended_403 | forbidden 403 suspended
    E01_cacs_401 | streamError 200 provider 401
    E01_cacs_429 | streamError 200 provider 429 retryable
    E01_cacs_500 | streamError 200 provider 500 retryable
    E01_cacs_badjson | ok "Hello from the fake provider." stop 18 tokens
    E01_cacs_crlf | ok "Hello from the fake provider." stop 18 tokens
    E01_cacs_drop | streamError 200 retryable
    E01_cacs_dropnow | streamError 200 retryable
    E01_cacs_html502 | streamError 200 provider 502 retryable
    E01_cacs_length | ok "Hello from the fake provider." length 18 tokens
    E01_cacs_nodone | ok "Hello from the fake provider." stop 18 tokens
    E01_cacs_nospace | ok "Hello from fake provider." stop 18 tokens
    E01_cacs_nousage | ok "Hello from the fake provider." stop
    E01_cacs_ok | ok "Hello from the fake provider." stop 18 tokens
    E01_cacs_tools | streamError 200
    E01_cacs_toolsnonull | ok no text tool_calls get_weather({"city": "city-sample"})
    E01_cacs_truncate | truncatedStream 200 after "Hello from the" retryable
    E01_cacs_usagenull | streamError 200
    E01_cacs_utf8 | ok "Zażółć gęślą jaźń — 日本語  end" stop 18 tokens
    E02_cacs_slow | ok "Hello from the fake provider." stop 18 tokens
    E03_cacs_json_schema | ok "{"name": "Sarah Johnson", "age": 28, "em" stop 18 tokens
    E05_cacs_wrong_team_403 | forbidden 403 team
    E06_cacs_anthropic | ok "Hello from the fake provider." end_turn
    E07_cacs_gemini | ok "Hello from the fake provider." stop 18 tokens
    E07b_cacs_gemini_500_leaks_key | streamError 200 provider 500 retryable
    E08_cacs_no_credentials | streamError 200
    E09_cacs_no_credits | ok "Hello from the fake provider." stop 18 tokens
    E10_cacs_many_chunks | ok "w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w1" stop 18 tokens
    E11_cacs_client_closes_on_done | ok "Hello from the fake provider." stop 18 tokens
    E13_cacs_provider_hangs_120s | streamError 200 retryable
    F01_complete_ok | ok completed 972 credits 2 calls charged
    F02_complete_twice | ok completed 972 credits 2 calls free
    F03_complete_thrice | ok completed 971 credits 2 calls charged
    F05_complete_failed | ok failed 971 credits 1 calls free
    F06_job_after_failed | ok failed ["gpt-4"] created 2026-11-23T17:00:15Z
    F07_complete_after_failed | ok completed 970 credits 1 calls charged
    F08_failed_after_complete | ok failed 970 credits 1 calls free
    F10_complete_invalid_status_422 | invalidRequest 422 body.status
    F11_complete_uppercase_status_422 | invalidRequest 422 body.status
    F12_complete_missing_status_422 | invalidRequest 422 body.status
    F13_complete_result_field_ignored | ok completed 968 credits 1 calls charged
    F15_complete_bad_uuid_500 | server 500
    F16_complete_other_team_403 | forbidden 403 team
    F17_complete_no_auth_401 | unauthorized 401
    F18_complete_with_failed_call | ok completed 967 credits 2 calls charged
    F20_complete_no_credits | ok completed 0 credits 1 calls free
    F21_complete_last_credit | ok completed 0 credits 1 calls charged
    F22_complete_after_last_credit | ok completed 0 credits 1 calls free
    F23_complete_usd | ok completed 993 credits 1 calls charged
    F25_costs_with_markup | ok 0.6 in 1
    F26_complete_tokens | ok completed 990 credits 2 calls charged
    F27_complete_tokens_small | ok completed 989 credits 1 calls charged
    F28_complete_null_metadata_500 | server 500
    F30_complete_partly_covered | ok completed 2 credits 1 calls free
    G01_metadata_patch | ok 3 members
    G02_metadata_nested_replaced | ok 3 members
    G03_metadata_null_value | ok 3 members
    G05_metadata_wrong_type_422 | invalidRequest 422 body.metadata
    G06_metadata_not_found_404 | notFound 404
    G07_metadata_other_team_403 | forbidden 403 team
    G10_job_after_call_metadata | ok in_progress ["gpt-4"] created 2026-11-23T17:00:16Z
    H01_job_pending | ok pending [] created 2026-11-23T17:00:17Z
    H02_job_in_progress | ok in_progress ["gpt-4"] created 2026-11-23T17:00:17Z
    H03_job_two_models | ok in_progress ["gpt-4"] created 2026-11-23T17:00:17Z
    H05_job_completed | ok completed ["gpt-4"] created 2026-11-23T17:00:17Z
    H06_job_not_found_404 | notFound 404
    H07_job_bad_uuid_500 | server 500
    H08_job_other_team_403 | forbidden 403 team
    H10_job_no_auth_401 | unauthorized 401
    J01_balance | ok 964 job_based
    J05_balance_other_403 | forbidden 403 team
    J09_balance_no_auth_401 | unauthorized 401
    K01_health | ok healthy
    M01_litellm_ok | ok "Hello from the LiteLLM mock." stop 30 tokens $1.35e-05
    M02_litellm_stream | ok "Hello from the LiteLLM mock." stop
    M04_litellm_no_auth_401 | unauthorized 401
    M05_litellm_bad_key_no_db_400 | invalidRequest 400
    M06_litellm_key_not_sk_no_db_400 | invalidRequest 400
    M07_litellm_unknown_model_400 | invalidRequest 400
    M09_litellm_500 | provider 500 provider 500 retryable
    M10_litellm_context_400 | invalidRequest 400 provider 400
    M11_litellm_429_stream | rateLimited 429 provider 429 retryable
    M12_litellm_fake_ok | ok "Hello from the fake provider." stop 18 tokens $5.4e-06
    M14_litellm_fake_429 | rateLimited 429 provider 429 after 1 s retryable
    M15_litellm_fake_500 | provider 500 provider 500 retryable
    M16_litellm_fake_401 | unauthorized 401 provider 401
    M17_litellm_fake_timeout | provider 408 provider 408 retryable
    M19_litellm_fake_stream_inband | streamError 200 provider 500 after "Hello from the" retryable
    M20_litellm_fake_stream_500 | provider 500 provider 500 retryable
    M21_litellm_tools | ok no text tool_calls 18 tokens get_weather({"city": "city-sample"}) $5.4e-06
    M22_litellm_tools_stream | ok no text tool_calls get_weather({"city": "city-sample"})
    M24_litellm_stop_string | ok "Hello from the fake provider." stop 18 tokens $5.4e-06
    M25_litellm_missing_messages | invalidRequest 400
    M26_litellm_malformed_json | invalidRequest 400
    M27_litellm_rpm_1 | ok "Hello from the fake provider." stop 18 tokens $5.4e-06
    M27_litellm_rpm_3 | rateLimited 429 provider 429 after 60 s retryable
    M28_litellm_no_v1_prefix | ok "Hello from the LiteLLM mock." stop 30 tokens $1.35e-05
    M32_litellm_cooldown_429 | rateLimited 429 after 5 s retryable
    R1a_call_model_422 | asked again in the older form
    R1a_call_model_group | ok "Hello from the fake provider." stop 18 tokens
    R1a_call_provider_500 | provider 500 provider 500 retryable
    R1a_call_without_credits | ok "Hello from the fake provider." stop 18 tokens
    R1a_complete | ok completed 998 credits 2 calls free
    R1a_complete_clean | ok completed 997 credits 1 calls charged
    R1a_create | ok 8f534805-8027-4784-b0d6-8d4cc1637409
    R1a_stream_404 | notFound 404
    R1b_call_500 | provider 500
    R1b_complete_500 | server 500
    R1b_stream_fresh_job_cut | connectionLost 200 retryable
    R2L_call_429 | provider 500 provider 429 retryable
    R2L_call_ok | ok "Hello from the LiteLLM mock." stop 30 tokens
    R2L_complete | ok completed 99 credits 8 calls charged
    R2L_stream_429 | streamError 200 provider 429 retryable
    R2L_stream_fake | ok "Hello from the fake provider." stop
    R2L_stream_json_schema | ok "{"name": "Sarah Johnson", "age": 28, "em" stop
    R2L_stream_ok | ok "Hello from the LiteLLM mock." stop
    R2L_stream_tools | ok no text tool_calls get_weather({"city": "city-sample"})
    R2_call_provider_429 | provider 500 provider 429 retryable
    R2_call_provider_500 | provider 500 provider 500 retryable
    R2_complete | ok completed 996 credits 28 calls charged
    R2_stream_401 | streamError 200 provider 401
    R2_stream_500 | streamError 200 provider 500 retryable
    R2_stream_badjson | ok "Hello from the fake provider." stop 18 tokens
    R2_stream_client_gives_up | connectionLost 200 after "Hello from" retryable
    R2_stream_comments | ok "Hello from the fake provider." stop 18 tokens
    R2_stream_drop | streamError 200 after "Hello from the" retryable
    R2_stream_dropnow | streamError 200 retryable
    R2_stream_html502 | streamError 200 provider 502 retryable
    R2_stream_inband | streamError 200 after "Hello from the" retryable
    R2_stream_length | ok "Hello from the fake provider." length 18 tokens
    R2_stream_nodone | ok "Hello from the fake provider." stop 18 tokens
    R2_stream_nospace | ok "Hello from fake provider." stop 18 tokens
    R2_stream_nousage | ok "Hello from the fake provider." stop
    R2_stream_ok | ok "Hello from the fake provider." stop 18 tokens
    R2_stream_slow | ok "Hello from the fake provider." stop 18 tokens
    R2_stream_tools | streamError 200
    R2_stream_toolsnonull | ok no text tool_calls get_weather({"city": "city-sample"})
    R2_stream_usagefinal | ok "Hello from the fake provider." stop 18 tokens
    R2_stream_usagenull | streamError 200
    R2_stream_utf8 | ok "Zażółć gęślą jaźń — 日本語  end" stop 18 tokens
    X01_both_fields_HEAD | ok "Hello from the fake provider." stop 18 tokens
    X01_both_fields_R1b_stream | ok "Hello from the fake provider." stop 18 tokens
    X01_both_fields_R2 | ok "Hello from the fake provider." stop 18 tokens
    """#

  /// Requests that the client has no call for, and why.
  static let leftOut: [String: String] = [
    "A26_create_by_PUT_405": "creating is a POST",
    "A27_unknown_path_404": "a path that does not exist",
    "G08_metadata_post_405": "metadata is changed by PATCH",
    "H11_admin_job_detail": "needs an administrator",
    "H12_admin_job_detail_with_virtual_key_401": "needs an administrator",
    "I01_team_jobs": "lists of a team, for its administration",
    "I03_team_jobs_status_upper": "lists of a team, for its administration",
    "I04_team_jobs_status_lower_500": "lists of a team, for its administration",
    "I05_team_jobs_other_403": "lists of a team, for its administration",
    "I06_team_usage": "lists of a team, for its administration",
    "I08_team_usage_day": "lists of a team, for its administration",
    "I09_team_jobs_bad_limit_422": "lists of a team, for its administration",
    "I10_team_jobs_empty": "lists of a team, for its administration",
    "J03_check_ok": "the balance tells as much",
    "J04_check_not_enough": "the balance tells as much",
    "J06_docs_balance_path_404": "a path of older documentation",
    "J08_add_credits_virtual_key_401": "needs an administrator",
    "K02_root_404": "no call of the API",
    "K04_cors_preflight_refused": "for browsers",
    "K05_examples_download_404": "no call of the API",
    "L01_team_get_unauthenticated": "open to anyone, which nobody should rely on",
    "L02_team_suspend": "open to anyone, which nobody should rely on",
    "L04_team_resume": "open to anyone, which nobody should rely on",
    "L05_models_list": "open to anyone, which nobody should rely on",
    "M29_litellm_models": "lists models, which the client takes as given",
    "M30_litellm_liveliness": "the proxy's own sign of life",
  ]
}
