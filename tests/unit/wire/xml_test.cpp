#include "wire/xml.hpp"

#include <doctest/doctest.h>

using lingqu::wire::parse_xml;
using lingqu::wire::XmlLimits;

TEST_CASE("XML becomes elements with namespaces, attributes and text") {
  const auto root = parse_xml(
      "<?xml version=\"1.0\"?><!-- c --><a xmlns=\"urn:x\" xmlns:p=\"urn:y\" k=\"1&lt;2\" "
      "p:k=\"2\"><p:b>t<![CDATA[<&]]></p:b>\n<c/></a>",
      "t.xml");
  REQUIRE(root.ok());
  CHECK(root->name == "a");
  CHECK(root->space == "urn:x");
  CHECK(root->attribute("k") == "1<2");
  REQUIRE(root->find_attribute("k", "urn:y") != nullptr);
  REQUIRE(root->children.size() == 2);
  CHECK(root->children[0].space == "urn:y");
  CHECK(root->children[0].text == "t<&");
  CHECK(root->children[1].space == "urn:x");
  CHECK(root->children[1].line == 2);
}

TEST_CASE("XML that is dangerous or wrong is refused") {
  for (const char* bad : {
           "",
           "<a>",
           "<a></b>",
           "<a/><b/>",
           "<!DOCTYPE a><a/>",
           "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
           "<a>&x;</a>",
           "<a k=\"&x;\"/>",
           "<a>&#xZZ;</a>",
           "<a k=\"1\" k=\"2\"/>",
           "<a xmlns:p=\"u\" xmlns:q=\"u\" p:k=\"1\" q:k=\"2\"/>",
           "<p:a/>",
           "<a p:k=\"1\"/>",
           "<a>\xff</a>",
       })
    CHECK_FALSE(parse_xml(bad, "bad.xml").ok());
}

TEST_CASE("XML is bounded in size, depth and number of elements") {
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  CHECK_FALSE(parse_xml(deep, "deep.xml").ok());
  CHECK_FALSE(parse_xml("<a>0123456789</a>", "large.xml", XmlLimits{10, 100, 100}).ok());
  CHECK_FALSE(parse_xml("<a><b/><b/><b/></a>", "many.xml", XmlLimits{1000, 100, 3}).ok());
  CHECK(parse_xml("<a><b/><b/></a>", "few.xml", XmlLimits{1000, 100, 3}).ok());
}
