// Values of fields as FEEL values and back: pure. Money is a number in yuan, a share a number from 0 to 1, an instant a date and time in
// the pack's zone, a reference a context (the record it names, or {id} alone), a row group a list of contexts.
#pragma once

#include <string>

#include "feel/value.hpp"
#include "registers/record.hpp"

namespace lingqu::registers {

// References become {id: …}. Row groups and reference lists that are empty become empty lists, everything else empty null.
feel::Value to_feel(const Field& field, const Value& value, base::ZoneOffset zone);
// All stored fields of a record by name, with id and state.
feel::Value to_feel(const Register& schema, const std::vector<Value>& values, int64_t id, const std::string& state,
                    base::ZoneOffset zone);

// The value as the field takes it, exactly: a number with too many decimals, a text that is no code of the vocabulary and the like are
// refused with kComputedValue, which tells why and names `path`. null gives the empty value.
base::Result<Value> from_feel(const Field& field, const feel::Value& value, const ParseContext& context, const std::string& path);

}  // namespace lingqu::registers
