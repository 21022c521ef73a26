#include "scenarios/world.hpp"

#include <cstdlib>
#include <filesystem>

#include "unit/http/http_client.hpp"

namespace lingqu::scenarios {

namespace {

using wire::Json;
constexpr int64_t kDay = 86'400'000'000;
const std::string kPassword = "scenario-password";

lifecycle::Actor system_actor() {
  lifecycle::Actor actor;
  actor.system = true;
  actor.name = "scenario";
  return actor;
}

}  // namespace

base::Result<std::unique_ptr<World>> World::make(const Scenario& scenario,
                                                 const std::string& packs_folder) {
  std::unique_ptr<World> world(new World(scenario.now));
  LINGQU_CHECK(world->open(scenario, packs_folder));
  return world;
}

World::~World() {
  server_.reset();
  engine_.reset();
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

base::Status World::open(const Scenario& scenario, const std::string& packs_folder) {
  std::string name = (std::filesystem::temp_directory_path() / "lingqu-scenario-XXXXXX").string();
  if (!::mkdtemp(name.data())) return base::Error(base::ErrorCode::kIo).with("file", name);
  folder_ = name;
  engine::Settings settings;
  settings.database = "sqlite:" + folder_ + "/lingqu.db";
  settings.data_folder = folder_;
  settings.pack_folder = packs_folder + "/" + scenario.pack;
  LINGQU_TRY(engine, engine::Engine::open(settings, clock_, random_));
  engine_ = std::move(engine);
  for (const auto& [key, values] : scenario.organisations)
    LINGQU_CHECK(add_organisation(key, values));
  for (const Account& account : scenario.accounts) LINGQU_CHECK(add_account(account));
  http::ServerSettings server;
  server.port = 0;
  server.log_file = "/dev/null";
  server.advance_clock = [this](int64_t micros) { clock_.advance(micros); };
  LINGQU_TRY(started, http::Server::start(*engine_, std::move(server)));
  server_ = std::move(started);
  LINGQU_CHECK(new_leaves());  // those of the setting do not count
  return {};
}

base::Status World::add_organisation(const std::string& key, const Json& values) {
  const pack::Snapshot pack = engine_->pack();
  engine::ActCommand command;
  command.register_name = pack->organisation_register;
  for (const lifecycle::Act& act : pack->find(pack->organisation_register)->lifecycle.acts)
    if (command.act.empty() && act.creates() && !act.by.empty()) command.act = act.name;
  command.values = values;
  command.actor = system_actor();
  LINGQU_TRY(reply, engine_->act(std::move(command)));
  saved_.set(key, Json(reply.record));
  return {};
}

base::Status World::add_account(const Account& account) {
  engine::AccountCommand command;
  command.login = command.name = account.login;
  command.password = kPassword;
  int64_t organisation = 0;
  if (!account.organisation.empty())
    organisation = saved_.fill(Json("$" + account.organisation)).if_int64().value_or(-1);
  command.memberships = {{organisation, account.role}};
  LINGQU_CHECK(engine_->create_account(command, system_actor()));
  LINGQU_TRY(signed_in, engine_->sign_in(account.login, kPassword, "127.0.0.1"));
  LINGQU_TRY(token, engine_->create_token("scenario", 300, signed_in.caller.actor));
  tokens_[account.login] = token;
  return {};
}

// The leaves of the log since the last call, as {"register", "act", "record"}.
base::Result<Json::Array> World::new_leaves() {
  LINGQU_TRY(head, engine_->log_head(true));
  Json::Array leaves;
  for (; leaves_seen_ < head.size; ++leaves_seen_) {
    LINGQU_TRY(proof, engine_->log_proof(leaves_seen_));
    LINGQU_TRY(leaf, wire::parse_json(proof.leaf));
    const Json* record = leaf.find("record");
    leaves.push_back(Json::object({{"register", Json(leaf.string_at("register"))},
                                   {"act", Json(leaf.string_at("act"))},
                                   {"record", record != nullptr ? *record : Json()}}));
  }
  return leaves;
}

void World::request(const Step& step, std::vector<std::string>& differences) {
  http::test::Headers headers;
  if (step.as != "public") {
    const auto token = tokens_.find(step.as);
    if (token == tokens_.end()) {
      differences.push_back("no account " + step.as);
      return;
    }
    headers.emplace_back("Authorization", "Bearer " + token->second);
  }
  for (const auto& [name, value] : step.headers)
    headers.emplace_back(name, saved_.fill(std::string_view(value)));
  const std::string body = step.body.is_null() ? saved_.fill(std::string_view(step.body_text))
                                               : wire::to_text(saved_.fill(step.body));
  http::test::Client client(server_->port());
  const auto reply = client.request(
      step.method, "/api/v1" + saved_.fill(std::string_view(step.path)), body, headers);
  if (reply.status != step.status)
    differences.push_back("status " + std::to_string(step.status) + " was expected, not " +
                          std::to_string(reply.status) + ": " + reply.body.substr(0, 2'000));
  const Json json = reply.json();
  if (!step.expected.is_null()) match(saved_.fill(step.expected), &json, "", differences);
  if (const auto* expected = step.expected_headers.if_object())
    for (const auto& [name, value] : *expected) {
      const Json actual(reply.header(name));
      match(saved_.fill(value), &actual, "header " + name, differences);
    }
  for (const auto& [name, path] : step.save) {
    const Json* value = at(json, path);
    if (!value) differences.push_back("nothing to save at " + path);
    saved_.set(name, value ? *value : Json());
  }
}

std::vector<std::string> World::play(const Step& step) {
  std::vector<std::string> differences;
  if (step.advance_days)
    clock_.advance(*step.advance_days * kDay);
  else
    request(step, differences);
  // An act may have started a timer that is due already.
  if (const auto done = engine_->run_due_timers(); !done.ok())
    differences.push_back(base::to_string(done.error()));
  // What the next step searches or matches is there.
  if (const auto followed = engine_->wait_for_followers(); !followed.ok()) differences.push_back(base::to_string(followed.error()));
  const auto leaves = new_leaves();
  if (!leaves.ok()) {
    differences.push_back(base::to_string(leaves.error()));
    return differences;
  }
  const Json actual{*leaves};
  match(saved_.fill(Json(step.leaves)), &actual, "leaves", differences);
  return differences;
}

}  // namespace lingqu::scenarios
