#include "services/forms/workbook.h"

#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "services/budget/text.h"
#include "services/forms/cell_formats.h"
#include "services/forms/private_folder.h"
#include "services/forms/sheet_writer.h"
#include "xlsxwriter.h"

namespace yuheng::forms {
namespace {

absl::Status LibraryError(lxw_error error) {
  return absl::InternalError(
      absl::StrCat("the workbook can't be written: ", lxw_strerror(error)));
}

void SetProperties(const WorkbookProperties& properties,
                   lxw_workbook* workbook) {
  std::string title = PlainText(properties.title);
  std::string author = PlainText(properties.author);
  std::string comments = PlainText(properties.comments);
  lxw_doc_properties library = {};  // The library copies the texts.
  library.title = title.data();
  library.author = author.data();
  library.comments = comments.data();
  library.created = absl::ToTimeT(properties.created);
  workbook_set_properties(workbook, &library);
}

// A name the format takes: not empty, short, without its special characters.
std::string TabName(absl::string_view wanted) {
  std::string name;
  size_t count = 0;
  for (size_t offset = 0;
       offset < wanted.size() && count < kSheetNameCharactersMax;) {
    const size_t start = offset;
    const char32_t c = budget::NextCodePoint(wanted, &offset);
    constexpr absl::string_view kSpecial = "[]:*?/\\'";
    const bool refused = c < 0x20 || c == 0xFFFD ||
                         (c < 0x80 && kSpecial.find(static_cast<char>(c)) !=
                                          absl::string_view::npos);
    absl::StrAppend(&name,
                    refused ? "_" : wanted.substr(start, offset - start));
    ++count;
  }
  return name.empty() ? "_" : name;
}

// The names of all tabs: a name that is taken gets a number.
std::vector<std::string> TabNames(const std::vector<Sheet>& sheets) {
  std::set<std::string> taken;
  std::vector<std::string> names;
  for (const Sheet& sheet : sheets) {
    const std::string wanted = TabName(sheet.name);
    std::string name = wanted;
    for (int i = 2; !taken.insert(name).second; ++i) {
      name = absl::StrCat(wanted.substr(0, kSheetNameCharactersMax - 8), " (",
                          i, ")");
    }
    names.push_back(std::move(name));
  }
  return names;
}

absl::Status WriteAll(const std::vector<Sheet>& sheets,
                      lxw_workbook* workbook) {
  CellFormats formats(workbook);
  const std::vector<std::string> names = TabNames(sheets);
  // What a link to a sheet begins with.
  std::vector<LinkTarget> targets;
  for (size_t i = 0; i < sheets.size(); ++i) {
    targets.push_back({names[i], FirstBodyRow(sheets[i])});
  }
  for (size_t i = 0; i < sheets.size(); ++i) {
    lxw_worksheet* sheet = workbook_add_worksheet(workbook, names[i].c_str());
    YUHENG_CHECK(sheet != nullptr);
    const absl::Status written =
        WriteSheet(sheets[i], targets, sheet, &formats);
    if (!written.ok()) return written;
  }
  return absl::OkStatus();
}

}  // namespace

CellLook LookOf(LayoutCellKind kind) {
  switch (kind) {
    case LayoutCellKind::kCode:
      return CellLook::kCode;
    case LayoutCellKind::kTotalLabel:
      return CellLook::kTotalLabel;
    case LayoutCellKind::kAmount:
      return CellLook::kAmount;
    case LayoutCellKind::kBlank:
    case LayoutCellKind::kLabel:
      break;
  }
  return CellLook::kLabel;
}

absl::StatusOr<std::string> RenderSheets(const WorkbookProperties& properties,
                                         const std::vector<Sheet>& sheets) {
  YUHENG_CHECK(!sheets.empty());
  // This version of the library writes to files only.
  absl::StatusOr<PrivateFolder> folder = PrivateFolder::Make();
  if (!folder.ok()) return folder.status();
  std::string folder_path = folder->path();
  const std::string path = absl::StrCat(folder_path, "/workbook.xlsx");
  lxw_workbook_options library_options = {};
  library_options.tmpdir = folder_path.data();
  lxw_workbook* workbook = workbook_new_opt(path.c_str(), &library_options);
  if (workbook == nullptr) return LibraryError(LXW_ERROR_MEMORY_MALLOC_FAILED);
  SetProperties(properties, workbook);
  const absl::Status written = WriteAll(sheets, workbook);
  const lxw_error closed = workbook_close(workbook);  // Frees it.
  if (!written.ok()) return written;
  if (closed != LXW_NO_ERROR) return LibraryError(closed);
  return ReadWholeFile(path);
}

}  // namespace yuheng::forms
