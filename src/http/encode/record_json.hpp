// Records, lists, histories and choices of acts in the API's form (docs/design/api.md).
#pragma once

#include <string>

#include "engine/engine.hpp"
#include "http/encode/json_writer.hpp"

namespace lingqu::http {

// {"field": value, …} of the non-empty fields.
void write_values(JsonWriter& writer, const registers::Register& schema,
                  const registers::Record& record);
void write_view(JsonWriter& writer, const engine::RecordView& view, base::Language language);
void write_list(JsonWriter& writer, const registers::Register& schema,
                const engine::ListReply& reply, int64_t page, int64_t size);
void write_choices(JsonWriter& writer, const std::vector<engine::ActChoice>& acts,
                   base::Language language);
void write_history(JsonWriter& writer, const std::vector<engine::HistoryEntry>& entries);
// `view` null: the record is left out.
std::string act_reply_json(const engine::ActReply& reply, const engine::RecordView* view,
                           base::Language language);
// What people call the record: its label field.
std::string label_of(const engine::RecordView& view);

}  // namespace lingqu::http
