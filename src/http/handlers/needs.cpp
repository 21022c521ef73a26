#include "http/body_reader.hpp"
#include "http/encode/json_writer.hpp"
#include "http/handlers/handlers.hpp"
#include "match/need_structure.hpp"

namespace lingqu::http {

base::Result<Response> structure_need(Call& call) {
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.json_body));
  const std::string text = body.text("text");
  LINGQU_CHECK(body.finish());
  LINGQU_TRY(glossary, call.engine().glossary());
  LINGQU_TRY(analyzer, search::Analyzer::create());
  const match::NeedStructure structure = match::structure_of(text, *glossary, analyzer);
  std::string out;
  JsonWriter writer(out);
  writer.object([&] {
    writer.key("figures").array([&] {
      for (const match::StatedFigure& figure : structure.figures)
        writer.object([&] {
          writer.member("name", figure.name).member("comparison", match::name(figure.comparison)).member("value", figure.value);
          writer.member("upper", figure.upper).member("unit", figure.unit);
        });
    });
    writer.list("keywords", structure.keywords).member("domain", structure.domain);
  });
  return json_response(std::move(out));
}

}  // namespace lingqu::http
