// Evidence for one record: which records and files go into its bundle, and what the asker may see of them.
#pragma once

#include "engine/acts/writer.hpp"
#include "engine/queries/reader.hpp"

namespace lingqu::engine {

base::Result<std::string> make_record_bundle(Context& context, Writer& writer, Reader& reader, const std::string& register_name, int64_t id,
                                             const lifecycle::Actor* actor);
LogHead log_head_of(const evidence::Head& head, const std::string& origin, const std::string& public_key, uint64_t size);

// Attachments lie under <data>/files/<first two digits>/<digest>.
std::string file_path(const Context& context, const std::string& digest);

}  // namespace lingqu::engine
