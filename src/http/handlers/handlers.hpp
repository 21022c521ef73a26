// All handlers, for the table of routes. Each decodes, calls the engine once (or twice for labels)
// and encodes; no policy here.
#pragma once

#include "http/call.hpp"

namespace lingqu::http {

// session.cpp
base::Result<Response> get_session(Call& call);
base::Result<Response> sign_in(Call& call);
base::Result<Response> sign_out(Call& call);
base::Result<Response> change_password(Call& call);

// accounts.cpp
base::Result<Response> list_accounts(Call& call);
base::Result<Response> create_account(Call& call);
base::Result<Response> change_account(Call& call);
base::Result<Response> create_token(Call& call);

// pack.cpp
base::Result<Response> get_pack(Call& call);
base::Result<Response> get_openapi(Call& call);

// records.cpp
base::Result<Response> list_records(Call& call);
base::Result<Response> get_record(Call& call);
base::Result<Response> get_creations(Call& call);
base::Result<Response> get_history(Call& call);
base::Result<Response> get_choices(Call& call);
base::Result<engine::ListQuery> list_query(const Call& call, const std::string& register_name);

// needs.cpp
base::Result<Response> structure_need(Call& call);
base::Result<Response> get_matches(Call& call);
base::Result<Response> match_text(Call& call);

// totals.cpp
base::Result<Response> get_totals(Call& call);

// search.cpp
base::Result<Response> search_records(Call& call);

// acts.cpp
base::Result<engine::ActCommand> make_creation(Call& call);
base::Result<engine::ActCommand> make_act(Call& call);
base::Result<Response> erase(Call& call);
Response act_response(Call& call, const engine::ActReply& reply, const engine::RecordView* view);

// tables.cpp
base::Result<Response> import_table(Call& call);
base::Result<Response> export_table(Call& call);
base::Result<Response> get_template(Call& call);

// files.cpp
base::Result<Response> store_file(Call& call);
base::Result<Response> read_file(Call& call);
base::Result<Response> get_bundle(Call& call);
Response download(std::string content, std::string type, const std::string& name);

// decisions.cpp
base::Result<Response> list_decisions(Call& call);
base::Result<Response> get_decision_model(Call& call);
base::Result<Response> evaluate_decision(Call& call);
base::Result<Response> compare_decision(Call& call);
base::Result<Response> list_drafts(Call& call);
base::Result<Response> create_draft(Call& call);
base::Result<Response> compare_versions(Call& call);

// home.cpp
base::Result<Response> get_todos(Call& call);
base::Result<Response> get_overview(Call& call);
base::Result<Response> get_events(Call& call);

// statements.cpp
base::Result<Response> list_statements(Call& call);
base::Result<Response> get_statement(Call& call);
base::Result<Response> export_statement(Call& call);

// evidence.cpp
base::Result<Response> get_log_head(Call& call);
base::Result<Response> sign_log_head(Call& call);
base::Result<Response> get_log_proof(Call& call);
base::Result<Response> check_log(Call& call);
base::Result<Response> verify_bundle(Call& call);

// clock.cpp
base::Result<Response> advance_clock(Call& call);

}  // namespace lingqu::http
