#include <sodium.h>

#include "base/text.hpp"
#include "identity/identity.hpp"
#include "identity/rows.hpp"

namespace lingqu::identity {

namespace {

using base::Result;
using base::Status;

constexpr int64_t kMinute = 60'000'000;
constexpr int64_t kSessionLength = 720 * kMinute;
constexpr size_t kSecretBytes = 32;
constexpr std::string_view kTokenMark = "lq_";  // so that scanners find tokens that leaked

std::string sha256(std::string_view text) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return digest;
}

// Follows from the secret, so that the database holds neither.
std::string csrf_of(const std::string& secret) {
  return base::to_hex(sha256("lingqu csrf " + secret)).substr(0, 32);
}

std::string new_secret(base::Random& random) {
  return base::to_hex(random.bytes(kSecretBytes));
}

// Spares the database what cannot be a secret.
bool has_secret_form(std::string_view secret, std::string_view mark) {
  return secret.starts_with(mark) && secret.size() == mark.size() + 2 * kSecretBytes;
}

}  // namespace

Result<NewSecret> open_session(store::Connection& connection, int64_t account, base::Timestamp now,
                               base::Random& random) {
  LINGQU_TRY(owner, account_by_id(connection, account));
  if (!owner) return no_account(account);
  if (!owner->active) return base::Error(base::ErrorCode::kBadCredentials);
  LINGQU_TRY(expired, connection.prepare("DELETE FROM session WHERE expires <= $1"));
  expired->bind(1, now.micros);
  LINGQU_CHECK(expired->run());
  NewSecret fresh;
  fresh.secret = new_secret(random);
  fresh.csrf = csrf_of(fresh.secret);
  LINGQU_TRY(insert, connection.prepare("INSERT INTO session (secret_hash, account, expires) "
                                        "VALUES ($1, $2, $3)"));
  insert->bind_blob(1, sha256(fresh.secret));
  insert->bind(2, account);
  insert->bind(3, now.micros + kSessionLength);
  LINGQU_CHECK(insert->run());
  return fresh;
}

bool needs_renewal(const Session& session, base::Timestamp now) {
  return now.micros + kSessionLength - session.expires.micros >= kMinute;
}

Status renew_session(store::Connection& connection, const std::string& secret,
                     base::Timestamp now) {
  LINGQU_TRY(update, connection.prepare("UPDATE session SET expires = $2 WHERE secret_hash = $1 "
                                        "AND expires > $3 AND expires <= $4"));
  update->bind_blob(1, sha256(secret));
  update->bind(2, now.micros + kSessionLength);
  update->bind(3, now.micros);
  update->bind(4, now.micros + kSessionLength - kMinute);
  return update->run();
}

Status close_session(store::Connection& connection, const std::string& secret) {
  LINGQU_TRY(remove, connection.prepare("DELETE FROM session WHERE secret_hash = $1"));
  remove->bind_blob(1, sha256(secret));
  return remove->run();
}

Status end_sessions(store::Connection& connection, int64_t account, const std::string& keep) {
  LINGQU_TRY(remove, connection.prepare("DELETE FROM session WHERE account = $1 "
                                        "AND secret_hash <> $2"));
  remove->bind(1, account);
  remove->bind_blob(2, keep.empty() ? std::string() : sha256(keep));
  return remove->run();
}

Result<std::optional<Session>> find_session(store::Connection& connection,
                                            const std::string& secret, base::Timestamp now) {
  if (!has_secret_form(secret, "")) return std::optional<Session>();
  LINGQU_TRY(query, connection.prepare("SELECT s.account, s.expires FROM session s "
                                       "JOIN account a ON a.id = s.account AND a.active = 1 "
                                       "WHERE s.secret_hash = $1 AND s.expires > $2"));
  query->bind_blob(1, sha256(secret));
  query->bind(2, now.micros);
  LINGQU_TRY(found, query->step());
  if (!found) return std::optional<Session>();
  Session session;
  session.account = query->integer(0);
  session.expires = base::Timestamp{query->integer(1)};
  session.csrf = csrf_of(secret);
  query->reset();
  return std::optional<Session>(std::move(session));
}

Result<NewSecret> create_token(store::Connection& connection, int64_t account,
                               const std::string& name, base::Timestamp expires,
                               base::Timestamp now, base::Random& random) {
  LINGQU_TRY(owner, account_by_id(connection, account));
  if (!owner) return no_account(account);
  LINGQU_TRY(id, next_id(connection, "token"));
  NewSecret fresh;
  fresh.secret = std::string(kTokenMark) + new_secret(random);
  LINGQU_TRY(insert, connection.prepare("INSERT INTO token (id, account, name, secret_hash, "
                                        "created, expires) VALUES ($1, $2, $3, $4, $5, $6)"));
  insert->bind(1, id);
  insert->bind(2, account);
  insert->bind_text(3, name);
  insert->bind_blob(4, sha256(fresh.secret));
  insert->bind(5, now.micros);
  insert->bind(6, expires.micros);
  LINGQU_CHECK(insert->run());
  return fresh;
}

Status revoke_token(store::Connection& connection, int64_t account, int64_t token) {
  LINGQU_TRY(remove, connection.prepare("DELETE FROM token WHERE id = $1 AND account = $2"));
  remove->bind(1, token);
  remove->bind(2, account);
  LINGQU_CHECK(remove->run());
  if (remove->changes() > 0) return {};
  const std::string number = std::to_string(token);
  return base::Error(base::ErrorCode::kNotFound)
      .with("what", base::Text{"令牌 " + number, "token " + number});
}

Result<std::optional<int64_t>> find_token(store::Connection& connection, const std::string& secret,
                                          base::Timestamp now) {
  if (!has_secret_form(secret, kTokenMark)) return std::optional<int64_t>();
  LINGQU_TRY(query, connection.prepare("SELECT t.account FROM token t "
                                       "JOIN account a ON a.id = t.account AND a.active = 1 "
                                       "WHERE t.secret_hash = $1 AND t.expires > $2"));
  query->bind_blob(1, sha256(secret));
  query->bind(2, now.micros);
  LINGQU_TRY(found, query->step());
  if (!found) return std::optional<int64_t>();
  const int64_t account = query->integer(0);
  query->reset();
  return std::optional<int64_t>(account);
}

Result<std::vector<Token>> list_tokens(store::Connection& connection, int64_t account) {
  LINGQU_TRY(rows, connection.prepare("SELECT id, name, created, expires FROM token "
                                      "WHERE account = $1 ORDER BY id"));
  rows->bind(1, account);
  std::vector<Token> tokens;
  while (true) {
    LINGQU_TRY(more, rows->step());
    if (!more) return tokens;
    tokens.push_back({rows->integer(0), std::string(rows->text(1)),
                      base::Timestamp{rows->integer(2)}, base::Timestamp{rows->integer(3)}});
  }
}

}  // namespace lingqu::identity
