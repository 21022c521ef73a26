#include "engine/erase.hpp"

#include <algorithm>

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using base::Status;
using registers::Field;
using registers::Record;

namespace {

bool has_personal(const Field& field) {
  return field.personal || std::any_of(field.rows.begin(), field.rows.end(), [](const Field& cell) { return cell.personal; });
}

base::Result<std::vector<int>> fields_to_erase(const registers::Register& schema, const EraseCommand& command) {
  std::vector<int> fields;
  for (const std::string& name : command.fields) {
    const int index = schema.index_of(name);
    if (index < 0) return Error(ErrorCode::kUnknownField).at(name).with("field", name);
    if (!has_personal(schema.fields[static_cast<size_t>(index)]))
      return Error(ErrorCode::kReadOnlyField).at(name).with("field", schema.fields[static_cast<size_t>(index)].title);
    fields.push_back(index);
  }
  if (command.fields.empty())
    for (size_t i = 0; i < schema.fields.size(); ++i)
      if (has_personal(schema.fields[i])) fields.push_back(static_cast<int>(i));
  return fields;
}

void empty_personal(const Field& field, registers::Value& value) {
  const auto* rows = value.get<registers::Rows>();
  if (!rows || field.personal) {
    value = {};
    return;
  }
  registers::Rows kept = *rows;
  for (auto& row : kept)
    for (size_t c = 0; c < row.size(); ++c)
      if (field.rows[c].personal) row[c] = {};
  value = std::move(kept);
}

// The opening paths of the record that belong to these fields: "name", "shares/0/name".
base::Result<std::vector<std::string>> opening_paths(store::Connection& connection, const registers::Register& schema, int64_t record,
                                                     const std::vector<int>& fields) {
  LINGQU_TRY(leaves, evidence::record_leaves(connection, schema.name, record));
  std::vector<std::string> paths;
  for (const auto& leaf : leaves) {
    const auto* openings = leaf.openings.if_object();
    if (!openings) continue;
    for (const auto& [path, opening] : *openings) {
      const std::string head = path.substr(0, path.find('/'));
      const bool ours = std::any_of(fields.begin(), fields.end(), [&](int f) { return schema.fields[static_cast<size_t>(f)].name == head; });
      if (ours && std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
    }
  }
  return paths;
}

}  // namespace

base::Result<ActReply> erase_personal(Context& context, Writer& writer, const EraseCommand& command) {
  LINGQU_TRY(table, context.table(command.register_name));
  const auto& schema = table->schema();
  base::Text roles;
  bool may = command.actor.system;
  std::string role;
  for (const auto& declared : context.pack->roles) {
    if (!declared.manages_accounts) continue;
    roles.zh += (roles.zh.empty() ? "" : "、") + declared.title.zh;
    roles.en += (roles.en.empty() ? "" : ", ") + declared.title.in(base::Language::kEn);
    for (const auto& membership : command.actor.memberships)
      if (membership.role == declared.name) {
        may = true;
        role = declared.name;
      }
  }
  if (!may) return Error(ErrorCode::kForbidden).with("act", base::Text{"删除个人信息", "Erase personal data"}).with("roles", roles);
  if (base::trim(command.reason).empty()) return Error(ErrorCode::kRequired).at("reason").with("field", base::Text{"删除理由", "Reason"});
  LINGQU_TRY(fields, fields_to_erase(schema, command));
  ActReply reply;
  LINGQU_CHECK(writer.run([&](store::Connection& connection, evidence::Log& log, Sequences&, std::vector<Change>& changes) -> Status {
    LINGQU_TRY(found, table->map.load(connection, command.record));
    if (!found) return Error(ErrorCode::kNotFound).with("what", schema.title);
    Record record = std::move(*found);
    LINGQU_TRY(paths, opening_paths(connection, schema, record.id, fields));
    LINGQU_TRY(erased, evidence::erase_openings(connection, schema.name, record.id, paths));
    static_cast<void>(erased);
    evidence::Leaf leaf;
    leaf.at = context.clock.now();
    leaf.register_name = schema.name;
    leaf.record = record.id;
    leaf.version = ++record.version;
    leaf.act = "erase";
    leaf.from = leaf.to = record.state;
    leaf.account = command.actor.account;
    leaf.role = role;
    leaf.actor_name = command.actor.name;
    leaf.reason = command.reason;
    leaf.pack = context.pack->content_hash;
    if (record.last_leaf >= 0) leaf.previous = static_cast<uint64_t>(record.last_leaf);
    std::vector<bool> changed(schema.fields.size(), false);
    for (int f : fields) {
      const auto index = static_cast<size_t>(f);
      if (record.values[index].empty()) continue;
      empty_personal(schema.fields[index], record.values[index]);
      changed[index] = true;
      leaf.set.push_back({schema.fields[index].name, registers::to_json(schema.fields[index], record.values[index]), schema.fields[index].visible.has_value()});
    }
    LINGQU_TRY(sequence, log.append(leaf));
    record.last_leaf = static_cast<int64_t>(sequence);
    record.updated_at = leaf.at;
    LINGQU_CHECK(table->map.update(connection, record, changed));
    reply = {record.id, record.version, sequence, false, std::make_shared<Record>(record), false};
    changes.push_back({schema.name, record.id, record.version, "erase", record.state, sequence, nullptr});
    return {};
  }));
  return reply;
}

}  // namespace lingqu::engine
