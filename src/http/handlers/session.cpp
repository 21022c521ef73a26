#include "http/body_reader.hpp"
#include "http/encode/json_writer.hpp"
#include "http/encode/record_json.hpp"
#include "http/events.hpp"
#include "http/handlers/handlers.hpp"

namespace lingqu::http {

namespace {

std::string organisation_label(Call& call, const pack::Pack& pack, int64_t organisation) {
  if (organisation == 0) return pack.region_title.zh;
  const auto view = call.engine().read(pack.organisation_register, organisation, call.actor());
  return view.ok() ? label_of(*view) : "#" + std::to_string(organisation);
}

void write_roles(JsonWriter& writer, Call& call, const pack::Pack& pack) {
  writer.key("roles").array([&] {
    if (!call.caller) return;
    for (const lifecycle::Membership& membership : call.caller->actor.memberships)
      writer.object([&] {
        writer.member("role", membership.role).member("organisation", membership.organisation);
        writer.member("label", organisation_label(call, pack, membership.organisation));
      });
  });
}

void write_session_account(JsonWriter& writer, const engine::Caller& caller) {
  writer.object([&] {
    writer.member("id", caller.actor.account).member("login", caller.login);
    writer.member("name", caller.actor.name).key("person");
    if (caller.actor.person)
      writer.value(*caller.actor.person);
    else
      writer.null();
  });
}

void write_demo(JsonWriter& writer, const pack::Pack& pack) {
  writer.key("demo").array([&] {
    for (const pack::DemoAccount& account : pack.demo_accounts)
      writer.object([&] {
        const pack::Role* role = pack.find_role(account.role);
        writer.member("login", account.login).member("name", account.name);
        writer.member("role", account.role);
        writer.member("title", role ? role->title : base::same(account.role));
      });
  });
}

Response session_response(Call& call) {
  const pack::Snapshot pack = call.engine().pack();
  const ServerSettings& settings = call.services.settings;
  const engine::Caller nobody;
  const engine::Caller& caller = call.caller ? *call.caller : nobody;
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.key("account");
    if (call.caller)
      write_session_account(writer, caller);
    else
      writer.null();
    write_roles(writer, call, *pack);
    writer.member("csrf", caller.csrf).member("manages_accounts", caller.manages_accounts);
    writer.member("audits", caller.audits);
    writer.member("must_change_password", caller.must_change_password);
    if (settings.demo) write_demo(writer, *pack);
    writer.member("test_clock",
                  settings.test_clock != nullptr || settings.advance_clock != nullptr);
    writer.member("now", base::to_string(call.engine().clock().now()));
  });
  Response response = json_response(std::move(body));
  response.compressible = false;
  return response;
}

std::string cookie_text(const Call& call, const std::string& secret) {
  std::string text = "lingqu=" + secret + "; Path=/; HttpOnly; SameSite=Strict";
  if (call.services.tls || call.services.settings.secure_cookies) text += "; Secure";
  if (secret.empty()) text += "; Max-Age=0";
  return text;
}

}  // namespace

base::Result<Response> get_session(Call& call) {
  return session_response(call);
}

base::Result<Response> sign_in(Call& call) {
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.json_body));
  const std::string login = body.text("login", true);
  const std::string password = body.text("password", true);
  LINGQU_CHECK(body.finish());
  LINGQU_TRY(signed_in, call.engine().sign_in(login, password, call.request.address));
  call.caller = std::move(signed_in.caller);
  return session_response(call).with("Set-Cookie", cookie_text(call, signed_in.secret));
}

base::Result<Response> sign_out(Call& call) {
  if (call.session.empty()) return empty_response();
  LINGQU_CHECK(call.engine().sign_out(call.session));
  call.services.events.close_session(call.session);
  return empty_response().with("Set-Cookie", cookie_text(call, ""));
}

base::Result<Response> change_password(Call& call) {
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.json_body));
  const std::string old_password = body.text("old", true);
  const std::string new_password = body.text("new", true);
  LINGQU_CHECK(body.finish());
  LINGQU_CHECK(call.engine().change_password(old_password, new_password, *call.actor()));
  return empty_response();
}

}  // namespace lingqu::http
