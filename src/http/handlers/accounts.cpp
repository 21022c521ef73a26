#include <limits>

#include "http/body_reader.hpp"
#include "http/encode/json_writer.hpp"
#include "http/handlers/handlers.hpp"

namespace lingqu::http {

namespace {

constexpr int64_t kAnyAccount = std::numeric_limits<int64_t>::max();

void write_account(JsonWriter& writer, const engine::AccountView& account) {
  writer.object([&] {
    writer.member("id", account.id).member("login", account.login).member("name", account.name);
    writer.key("person");
    if (account.person)
      writer.value(*account.person);
    else
      writer.null();
    writer.member("active", account.active).key("memberships").array([&] {
      for (const lifecycle::Membership& membership : account.memberships)
        writer.object([&] {
          writer.member("organisation", membership.organisation).member("role", membership.role);
        });
    });
  });
}

Response account_response(const engine::AccountView& account, int status) {
  std::string body;
  JsonWriter writer(body);
  write_account(writer, account);
  return json_response(std::move(body), status);
}

base::Result<engine::AccountCommand> read_account_command(Call& call, bool creating) {
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.json_body));
  engine::AccountCommand command;
  command.login = body.text("login", creating);
  command.name = body.text("name", creating);
  command.password = body.text("password");
  command.person = body.integer("person", 1, kAnyAccount);
  command.active = body.flag("active");
  if (body.has("memberships")) {
    command.memberships.emplace();
    for (const wire::Json& item : body.objects("memberships")) {
      const auto organisation = item.int_at("organisation");
      const std::string_view role = item.string_at("role");
      if (role.empty() || (organisation && *organisation < 0) ||
          (item.find("organisation") && !organisation)) {
        body.wrong("memberships", "成员关系数组", "an array of memberships",
                   R"([{"organisation": 3, "role": "…"}])");
        break;
      }
      command.memberships->push_back({organisation.value_or(0), std::string(role)});
    }
  }
  LINGQU_CHECK(body.finish());
  return command;
}

}  // namespace

base::Result<Response> list_accounts(Call& call) {
  LINGQU_TRY(accounts, call.engine().accounts(*call.actor()));
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.key("accounts").array([&] {
      for (const engine::AccountView& account : accounts) write_account(writer, account);
    });
  });
  return json_response(std::move(body));
}

base::Result<Response> create_account(Call& call) {
  LINGQU_TRY(command, read_account_command(call, true));
  LINGQU_TRY(account, call.engine().create_account(command, *call.actor()));
  return account_response(account, 201)
      .with("Location", "/api/v1/accounts/" + std::to_string(account.id));
}

base::Result<Response> change_account(Call& call) {
  LINGQU_TRY(id, call.id(0));
  LINGQU_TRY(command, read_account_command(call, false));
  LINGQU_TRY(account, call.engine().change_account(id, command, *call.actor()));
  return account_response(account, 200);
}

base::Result<Response> create_token(Call& call) {
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.json_body));
  const std::string name = body.text("name", true);
  const auto days = body.integer("days", 1, 3660, true);
  LINGQU_CHECK(body.finish());
  LINGQU_TRY(secret, call.engine().create_token(name, static_cast<int>(*days), *call.actor()));
  std::string out;
  JsonWriter writer(out);
  writer.object([&] { writer.member("token", secret); });
  Response response = json_response(std::move(out), 201);
  response.compressible = false;
  return response;
}

}  // namespace lingqu::http
