// Native functions for external functions of kind Java (DMN 1.5, 10.3.2.13.3): a closed table with
// the semantics of the Java methods the standard's compatibility kit names. Nothing is loaded from
// outside.
#pragma once

#include <string_view>

namespace lingqu::feel {

class Function;

// For example "java.lang.Math" and "max(double,double)"; null pointer if the table has no such
// function.
const Function* find_native(std::string_view java_class, std::string_view signature);

}  // namespace lingqu::feel
