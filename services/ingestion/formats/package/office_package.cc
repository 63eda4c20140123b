#include "services/ingestion/formats/package/office_package.h"

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/ingestion/formats/package/limits.h"
#include "services/ingestion/formats/package/refusal.h"

namespace yuheng::ingestion {
namespace {

// `target` as seen from the folder of `part`, without a slash in front.
std::string PartNamed(absl::string_view part, absl::string_view target) {
  std::vector<absl::string_view> path;
  if (!absl::StartsWith(target, "/")) {
    path = absl::StrSplit(part, '/', absl::SkipEmpty());
    if (!path.empty()) path.pop_back();
  }
  for (const absl::string_view step :
       absl::StrSplit(target, '/', absl::SkipEmpty())) {
    if (step == "..") {
      if (!path.empty()) path.pop_back();
    } else if (step != ".") {
      path.push_back(step);
    }
  }
  return absl::StrJoin(path, "/");
}

// Whether a part has one relation of the type at most.
bool IsSingle(absl::string_view type) {
  return type == "officeDocument" || type == "styles" || type == "numbering" ||
         type == "sharedStrings";
}

// Where the relations of a part stand: xl/_rels/workbook.xml.rels.
std::string RelationsName(absl::string_view part) {
  const size_t name = part.rfind('/') + 1;  // npos + 1 is 0.
  return absl::StrCat(part.substr(0, name), "_rels/", part.substr(name),
                      ".rels");
}

}  // namespace

bool LooksLikeZip(absl::string_view bytes) {
  return absl::StartsWith(bytes, absl::string_view("PK\x03\x04", 4));
}

absl::StatusOr<std::unique_ptr<OfficePackage>> OfficePackage::Open(
    absl::string_view bytes) {
  auto archive = ZipArchive::Open(bytes);
  if (!archive.ok()) return archive.status();
  auto package = absl::WrapUnique(new OfficePackage(*std::move(archive)));
  if (absl::Status status = package->FindMain(); !status.ok()) return status;
  return package;
}

absl::Status OfficePackage::FindMain() {
  if (!archive_->Has("[Content_Types].xml") || !archive_->Has("_rels/.rels")) {
    return RefuseForeign();
  }
  auto relations = RelationsOf("");
  if (!relations.ok()) return relations.status();
  for (const PackageRelation& relation : *relations) {
    if (relation.type == "officeDocument") main_name_ = relation.part;
  }
  // The binary workbooks (.xlsb) have another.
  if (!absl::EndsWith(main_name_, ".xml")) return RefuseForeign();
  auto part = Parse(main_name_);
  if (!part.ok()) return part.status();
  main_ = *std::move(part);
  root_ = main_->document.document_element();
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<XmlPart>> OfficePackage::Parse(
    const std::string& name) {
  // So that what has too many is not inflated to its end.
  XmlMarks marks(name);
  absl::StatusOr<std::string> bytes = archive_->Read(
      name, [&marks](absl::string_view piece) { return marks.Add(piece); });
  if (!bytes.ok()) return bytes.status();
  parsed_bytes_ += bytes->size();
  if (parsed_bytes_ > kInflatedBytesMax) {
    return RefuseInflated(name, parsed_bytes_);
  }
  return ParseXml(name, *std::move(bytes));
}

absl::StatusOr<OfficePackage::Relations> OfficePackage::RelationsOf(
    const std::string& part) {
  Relations relations;
  const std::string name = RelationsName(part);
  if (!archive_->Has(name)) return relations;
  auto parsed = Parse(name);
  if (!parsed.ok()) return parsed.status();
  absl::flat_hash_set<std::string> ids;
  absl::flat_hash_set<std::string> single;
  const pugi::xml_node root = ChildOf((*parsed)->document, "Relationships");
  for (pugi::xml_node node = ChildOf(root, "Relationship"); node;
       node = NextOf(node, "Relationship")) {
    if (AttributeOf(node, "TargetMode") == "External") continue;
    const absl::string_view type = AttributeOf(node, "Type");
    PackageRelation relation{std::string(AttributeOf(node, "Id")),
                             std::string(type.substr(type.rfind('/') + 1)),
                             PartNamed(part, AttributeOf(node, "Target"))};
    const bool fresh =
        ids.insert(relation.id).second &&
        (!IsSingle(relation.type) || single.insert(relation.type).second);
    if (!fresh) return RefuseDamaged(name);
    relations.push_back(std::move(relation));
  }
  return relations;
}

}  // namespace yuheng::ingestion
