// Who may see the traces of the decisions on which acts rest. A trace shows what was asked and answered, so it is for those parties of the
// record who may see every field that the decisions of its register look at or fill in.
#pragma once

#include "engine/context.hpp"
#include "lifecycle/lifecycle.hpp"

namespace lingqu::engine {

bool sees_traces(Context& context, const RegisterTable& table, const registers::Record& record, const lifecycle::Actor* actor);

}  // namespace lingqu::engine
