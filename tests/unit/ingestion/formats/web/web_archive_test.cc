// Pages that were saved in one file with their pictures.
#include "services/ingestion/formats/web/web_archive.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"
#include "tests/support/document_twins.h"
#include "tests/unit/ingestion/formats/document_places.h"
#include "tests/unit/ingestion/formats/text_builder.h"
#include "tests/unit/ingestion/formats/twin_difference.h"

namespace yuheng::ingestion {
namespace {

std::string QuotedPrintable(const std::string& bytes) {
  std::string out;
  size_t width = 0;
  for (const char c : bytes) {
    const bool plain = c > ' ' && c < 0x7F && c != '=';
    out += plain || c == '\n'
               ? std::string(1, c)
               : absl::StrCat("=", absl::AsciiStrToUpper(absl::BytesToHexString(
                                       std::string(1, c))));
    width = c == '\n' ? 0 : width + 3;
    if (width > 70) {
      out += "=\n";
      width = 0;
    }
  }
  return out;
}

std::string Archive(const std::string& encoding, const std::string& page) {
  return absl::StrCat(
      "From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: "
      "multipart/related;\n\ttype=\"text/html\";\n\tboundary=\"--x\"\n\n"
      "\n----x\nContent-Type: image/png\n\n\n----x\nContent-Type: text/html;\n"
      " charset=\"utf-8\"\nContent-Transfer-Encoding: ",
      encoding, "\n\n", page, "\n----x--\n");
}

std::string WithReturns(const std::string& text) {
  return Replace(text, "\n", "\r\n");
}

TEST(WebArchive, SaysTheSame) {
  const std::string page = testing::WebTwin(Sample());
  for (const std::string& archive :
       {Archive("quoted-printable", QuotedPrintable(page)),
        WithReturns(Archive("quoted-printable", QuotedPrintable(page))),
        Archive("base64", absl::Base64Escape(page)), Archive("8bit", page)}) {
    EXPECT_EQ(DifferenceFrom(Sample(), archive, "a.mht"), "");
  }
}

TEST(WebArchive, WithoutAPage_IsRefused) {
  const std::string archive = Archive("8bit", "<html></html>");
  for (const std::string& broken :
       {Replace(archive, "text/html;\n charset", "text/plain;\n charset"),
        Replace(archive, "boundary=", "border="), Archive("base64", "!!!"),
        archive.substr(0, archive.find("----x"))}) {
    ExpectRefused(Read(broken), rpc::Reason::kDocumentUnreadable, ".mht");
  }
}

TEST(WebArchive, AnyCut_IsReadOrRefused) {
  const std::string archive = WithReturns(Archive("8bit", "<p>表3</p>"));
  for (size_t length = 0; length < archive.size(); ++length) {
    const auto document = Read(archive.substr(0, length));
    EXPECT_FALSE(document.ok()) << length;
  }
}

}  // namespace
}  // namespace yuheng::ingestion
