// registers/*.yaml: the register and its fields.
#include "pack/detail/shape.hpp"

namespace lingqu::pack::detail {

namespace {

std::vector<std::string_view> visibilities() {
  return {"public", "registered", "parties", "regulator"};
}

}  // namespace

std::vector<Shape> register_shapes() {
  return {
      {"register_file",
       "registers/*.yaml",
       "",
       {},
       {need(name("register", "Name of the register.")),
        need(title("title", "Title of one record's kind.")),
        title("help", "What the register is for."), text("icon", "Icon of the web client."),
        integer("menu_order", "Place in the menu."),
        need(name("label", "The field a record is called by.")),
        name("number", "The unique field that is its official number."),
        name("owner",
             "Field naming the owner organisation; `self`; absent: the acting organisation."),
        need(word("visible", visibilities(), "Who may see records.")),
        map(word("visible_in", visibilities(), "The same, by state.")),
        map(title("groups", "Groups of fields, in order.")),
        map(object("with", "related_list", "Lists of related records for FEEL, by name.")),
        need(map(object("fields", "field", "Fields by name, in order."))),
        list(name("bundle_with", "ref fields; evidence bundles hold all that hangs on what they name.")),
        list(object("duties", "duty", "What whoever handles a record owes, judged live.")),
        need(object("lifecycle", "lifecycle", "States and acts."))}},
      {"duty",
       "",
       "",
       {},
       {need(name("id", "Name of the duty, within the register.")),
        need(title("title", "What is owed.")),
        need(text("clause", "The clause that demands it.")),
        text("applies", "FEEL: does it apply? Absent: always."),
        need(text("done", "FEEL: is it done? Only true is.")),
        list(name("late_in", "States by which it should have been done.")),
        need(title("remedy", "What to do while it is missing."))}},
      {"related_list",
       "",
       "",
       {},
       {need(name("register", "The other register.")),
        need(name("by", "Its field that refers here."))}},
      {"field",
       "",
       "",
       {},
       {need(word(
            "type",
            {"text", "long_text", "localized", "integer", "decimal", "money", "share", "date",
             "time", "boolean", "code", "ref", "refs", "rows", "file", "region", "credit_code"},
            "Type of the value: docs/formats/values.md.")),
        need(title("title", "Name of the field.")),
        title("help", "What to fill in."),
        text("of", "code: the vocabulary."),
        name("to", "ref, refs: the register."),
        map(object("columns", "field", "rows: the columns, in order.")),
        boolean("required", "Filled in every state."),
        boolean("personal", "Personal information: salted in the log, erasable."),
        boolean("unique", "No two open records share it."),
        boolean("retired", "Shown where filled, not asked."),
        boolean("listed", "A column of lists."),
        boolean("party", "Members of the organisation it names are parties of the record."),
        integer("search", "Weight in search, 1 to 10."),
        word("visible", visibilities(), "Narrower than the record's."),
        name("group", "Group; absent: the first."),
        integer("max_length", "Texts: most characters."),
        integer("scale", "decimal: digits after the point."),
        value("minimum", "Least value."),
        value("maximum", "Greatest value."),
        integer("min_rows", "rows, refs: fewest."),
        integer("max_rows", "rows, refs: most."),
        text("is", "FEEL expression: computed on read, never stored or set."),
        text("default", "FEEL expression: the value of a new record where none is given."),
        word("mark", {"V", "V§", "S", "C", "D", "G", "UNKNOWN"},
             "Confidence that this is required; G and UNKNOWN are shown as unverified.")}},
      {"lifecycle",
       "",
       "",
       {},
       {need(map(object("states", "state", "States; the first is initial."))),
        need(map(object("acts", "act", "Acts by name, in order.")))}},
      {"state",
       "",
       "",
       {},
       {need(title("title", "Name of the state.")),
        word("tone", {"neutral", "active", "waiting", "good", "bad"}, "Colour in the web client."),
        boolean("ends", "Nothing more is expected.")}},
  };
}

}  // namespace lingqu::pack::detail
