// decisions/index.yaml.
#include "pack/detail/shape.hpp"

namespace lingqu::pack::detail {

std::vector<Shape> decision_shapes() {
  return {
      {"decisions_file",
       "decisions/index.yaml",
       "",
       {},
       {map(title("regions", "Regions offered for comparing laws, in order: name by GB/T 2260 code; \"000000\" is the nation.")),
        need(map(object("decisions", "decision", "Decisions by name.")))}},
      {"decision",
       "",
       "",
       {},
       {need(title("title", "What is decided.")), title("help", "What it is for."),
        map(object("fields", "decision_field", "Words for its inputs and for the members of its outcome.")),
        need(list(object("versions", "decision_version", "Oldest first.")))}},
      {"decision_version",
       "",
       "",
       {},
       {need(text("file", "DMN file in the same folder.")), need(text("decision", "Name of the decision in it.")),
        need(date("from", "First day in force.")), date("until", "Last day in force, where nothing follows.")}},
      {"decision_field",
       "",
       "",
       {},
       {title("title", "What it is called."), title("help", "What to fill in."),
        word("type", {"money", "share", "date", "integer", "decimal", "boolean", "code", "text", "region", "rows"},
             "What kind of value it is."),
        name("of", "Vocabulary of its codes."), map(title("codes", "Titles by code, where there is no vocabulary."))}},
  };
}

}  // namespace lingqu::pack::detail
