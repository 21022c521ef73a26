#include "engine/drafts.hpp"

#include <algorithm>

#include "decisions/check.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

constexpr size_t kLongestNote = 2'000;
const base::Text kAct{"提交规则草案", "Hand in a draft of rules"};

// The role with which the actor hands in drafts; "" if it has none.
Result<std::string> drafting_role(const pack::Pack& pack, const lifecycle::Actor& actor) {
  base::Text roles;
  for (const pack::Role& role : pack.roles) {
    if (!role.drafts_rules) continue;
    roles.zh += (roles.zh.empty() ? "" : "、") + role.title.zh;
    roles.en += (roles.en.empty() ? "" : ", ") + role.title.in(base::Language::kEn);
    for (const auto& membership : actor.memberships)
      if (membership.role == role.name) return role.name;
  }
  return Error(ErrorCode::kForbidden).with("act", kAct).with("roles", std::move(roles));
}

Status check_fields(const pack::Decision& decision, const DraftCommand& command, base::Date& from) {
  if (command.model.size() > kLargestDraft) return Error(ErrorCode::kTooLarge).with("limit", "2 MiB");
  if (base::trim(command.note).empty())
    return Error(ErrorCode::kRequired).at("note").with("field", base::Text{"修改说明", "What is changed and why"});
  if (const size_t length = base::count_code_points(command.note); length > kLongestNote)
    return Error(ErrorCode::kTooLong)
        .at("note")
        .with("field", base::Text{"修改说明", "What is changed and why"})
        .with("length", std::to_string(length))
        .with("limit", std::to_string(kLongestNote));
  const auto day = base::parse_date(command.from);
  const base::Text title{"生效日期", "In force from"};
  if (!day.ok())
    return Error(ErrorCode::kWrongType)
        .at("from")
        .with("field", title)
        .with("value", base::first_code_points(command.from, 40))
        .with("expected", base::Text{"日期", "a date"})
        .with("example", "2027-01-01");
  if (decision.find_version(command.from) != nullptr)
    return Error(ErrorCode::kNotUnique)
        .at("from")
        .with("field", title)
        .with("value", command.from)
        .with("where", base::Text{"（已有版本自该日生效）", " (a version begins on that day)"});
  from = *day;
  return {};
}

Error all_mistakes(std::vector<base::Error> mistakes) {
  constexpr size_t kShown = 100;
  Error error = Error(ErrorCode::kInvalid).at("model").with("count", std::to_string(mistakes.size()));
  if (mistakes.size() > kShown) mistakes.resize(kShown);
  error.details = std::move(mistakes);
  return error;
}

std::string columns() {
  return "d.id, d.decision, d.element, d.valid_from, d.digest, d.size, d.note, d.account, d.at, d.leaf, a.name";
}

DecisionDraft draft_of(const store::Statement& row) {
  DecisionDraft draft;
  draft.id = row.integer(0);
  draft.decision = row.text(1);
  draft.element = row.text(2);
  draft.from = row.text(3);
  draft.digest = row.text(4);
  draft.size = row.integer(5);
  draft.note = row.text(6);
  draft.account = row.integer(7);
  draft.at = base::Timestamp{row.integer(8)};
  draft.leaf = static_cast<uint64_t>(row.integer(9));
  draft.account_name = row.is_null(10) ? "" : std::string(row.text(10));
  return draft;
}

Status insert(store::Connection& connection, const DecisionDraft& draft) {
  LINGQU_TRY(statement, connection.prepare("INSERT INTO decision_draft (id, decision, element, valid_from, digest, size, note, account, at, leaf) "
                                           "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"));
  statement->bind(1, draft.id);
  statement->bind_text(2, draft.decision);
  statement->bind_text(3, draft.element);
  statement->bind_text(4, draft.from);
  statement->bind_text(5, draft.digest);
  statement->bind(6, draft.size);
  statement->bind_text(7, draft.note);
  statement->bind(8, draft.account);
  statement->bind(9, draft.at.micros);
  statement->bind(10, static_cast<int64_t>(draft.leaf));
  return statement->run();
}

Result<int64_t> next_id(store::Connection& connection) {
  LINGQU_TRY(query, connection.prepare("SELECT COALESCE(MAX(id), 0) + 1 FROM decision_draft"));
  LINGQU_TRY(found, query->step());
  return found ? query->integer(0) : int64_t{1};
}

}  // namespace

store::Table draft_table() {
  using store::ColumnType;
  return {"decision_draft",
          {{"id", ColumnType::kInteger, true},
           {"decision", ColumnType::kText, true},
           {"element", ColumnType::kText, true},
           {"valid_from", ColumnType::kText, true},
           {"digest", ColumnType::kText, true},
           {"size", ColumnType::kInteger, true},
           {"note", ColumnType::kText, true},
           {"account", ColumnType::kInteger, true},
           {"at", ColumnType::kInteger, true},
           {"leaf", ColumnType::kInteger, true}},
          {"id"},
          {{"decision_draft_decision", {"decision"}, false, ""}}};
}

Result<pack::DecisionVersion> check_draft(const pack::Pack& pack, const DraftCommand& command) {
  const pack::Decision* decision = pack.find_decision(command.decision);
  if (decision == nullptr || decision->versions.empty()) return Error(ErrorCode::kNotFound).with("what", command.decision);
  LINGQU_TRY(role, drafting_role(pack, command.actor));
  static_cast<void>(role);
  pack::DecisionVersion version;
  LINGQU_CHECK(check_fields(*decision, command, version.from));
  version.element = decision->versions.back().element;
  LINGQU_TRY(model, pack::read_model(command.decision + ".dmn", command.model));
  std::vector<base::Error> mistakes = pack::model_mistakes(*model, pack);
  for (decisions::Finding& finding : decisions::check_model(*model))
    if (!finding.warning) mistakes.push_back(std::move(finding.error));
  const dmn::OutlineElement* element = model->outline.find(version.element);
  if (element == nullptr || element->kind != dmn::OutlineElement::Kind::kDecision)
    mistakes.push_back(Error(ErrorCode::kPackFile)
                           .with("file", model->file)
                           .with("line", "1")
                           .with("column", "1")
                           .with("problem", base::Text{"模型中没有决策“" + version.element + "”", "the model has no decision “" + version.element + "”"})
                           .with("remedy", base::Text{"请保留现行版本的决策名称", "Keep the name that the version in force has"}));
  if (!mistakes.empty()) return all_mistakes(std::move(mistakes));
  version.model = std::move(model);
  return version;
}

Result<DecisionDraft> add_draft(Context& context, Writer& writer, const DraftCommand& command, const pack::DecisionVersion& version) {
  LINGQU_TRY(role, drafting_role(*context.pack, command.actor));
  DecisionDraft draft;
  draft.decision = command.decision;
  draft.element = version.element;
  draft.from = command.from;
  draft.digest = version.model->digest;
  draft.size = static_cast<int64_t>(command.model.size());
  draft.note = base::trim(command.note);
  draft.account = command.actor.account;
  draft.account_name = command.actor.name;
  LINGQU_CHECK(writer.run([&](store::Connection& connection, evidence::Log& log, Sequences&, std::vector<Change>&) -> Status {
    LINGQU_TRY(id, next_id(connection));
    draft.id = id;
    draft.at = context.clock.now();
    evidence::Leaf leaf;
    leaf.at = draft.at;
    leaf.register_name = kDraftRegister;
    leaf.record = draft.id;
    leaf.version = 1;
    leaf.act = "draft";
    leaf.to = "draft";
    leaf.account = draft.account;
    leaf.role = role;
    leaf.actor_name = command.actor.name;
    leaf.reason = draft.note;
    leaf.pack = context.pack->content_hash;
    leaf.set = {{"decision", wire::Json(draft.decision), false},
                {"from", wire::Json(draft.from), false},
                {"model", wire::Json(draft.digest), false}};
    LINGQU_TRY(sequence, log.append(leaf));
    draft.leaf = sequence;
    return insert(connection, draft);
  }));
  return draft;
}

Result<std::vector<DecisionDraft>> list_drafts(Context& context, const std::string& decision) {
  LINGQU_TRY(connection, context.database->reader());
  LINGQU_TRY(query, connection->prepare("SELECT " + columns() +
                                        " FROM decision_draft d LEFT JOIN account a ON a.id = d.account "
                                        "WHERE d.decision = $1 ORDER BY d.id DESC LIMIT 200"));
  query->bind_text(1, decision);
  std::vector<DecisionDraft> out;
  while (true) {
    LINGQU_TRY(found, query->step());
    if (!found) return out;
    out.push_back(draft_of(*query));
  }
}

}  // namespace lingqu::engine
