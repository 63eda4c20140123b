#include "tests/support/package_xml.h"

#include <zip.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/budget/check.h"

namespace yuheng::testing {
namespace {

constexpr absl::string_view kOffice =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr absl::string_view kPackage =
    "http://schemas.openxmlformats.org/package/2006/";

}  // namespace

std::string Zip(const PackageEntries& entries, bool stored) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  YUHENG_CHECK(archive != nullptr);
  zip_source_keep(source);
  for (const auto& [name, bytes] : entries) {
    zip_source_t* entry =
        zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index =
        zip_file_add(archive, name.c_str(), entry, ZIP_FL_ENC_UTF_8);
    YUHENG_CHECK(index >= 0);
    if (stored) {
      zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                               ZIP_CM_STORE, 0);
    }
  }
  YUHENG_CHECK(zip_close(archive) == 0);
  zip_stat_t stat;
  YUHENG_CHECK(zip_source_stat(source, &stat) == 0);
  std::string bytes(stat.size, '\0');
  YUHENG_CHECK(zip_source_open(source) == 0);
  YUHENG_CHECK(zip_source_read(source, bytes.data(), bytes.size()) ==
               static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

std::string XmlText(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string XmlPartOf(absl::string_view root) {
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", root);
}

std::string XmlRelation(absl::string_view id, absl::string_view type,
                        absl::string_view target) {
  return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"", kOffice, "/",
                      type, "\" Target=\"", target, "\"/>");
}

std::string XmlRelations(absl::string_view relations) {
  return XmlPartOf(absl::StrCat("<Relationships xmlns=\"", kPackage,
                                "relationships\">", relations,
                                "</Relationships>"));
}

PackageEntries PackageFront(absl::string_view main_part,
                            absl::string_view types) {
  return {{"[Content_Types].xml",
           XmlPartOf(absl::StrCat("<Types xmlns=\"", kPackage,
                                  "content-types\">", types, "</Types>"))},
          {"_rels/.rels",
           XmlRelations(XmlRelation("rId1", "officeDocument", main_part))}};
}

}  // namespace yuheng::testing
