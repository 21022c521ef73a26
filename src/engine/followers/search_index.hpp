// The search index as a follower of the records: what a text search finds, and who may find it.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/followers/record_follower.hpp"

namespace lingqu::engine {

// Folder of the index in the data folder.
std::string search_folder(const Context& context);
// Opens or makes the index. kStorage with the rule "search.locked" when another process writes it.
base::Result<std::unique_ptr<RecordSink>> open_search_index(Context& context);

// A field whose words the index holds: searched, in one column, and of no narrower visibility than its record.
bool in_search_index(const registers::Field& field);
// The texts of such a field: several for localized ones.
std::vector<std::string> search_texts(const registers::Value& value);
// What a reader's search must require: one of these marks, of which each record carries those that fit its visibility. Empty: no limit.
std::vector<std::string> search_marks(const lifecycle::Actor* actor);

}  // namespace lingqu::engine
