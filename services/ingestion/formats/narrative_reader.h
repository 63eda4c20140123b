#ifndef YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_READER_H_

#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// Reads the eleven sections of part three (domain.md section 6) into headings
// and claims. `lines` may be the whole document or part three alone; the tables
// of `document` must have been read, since accounts and projects are named as
// they are there.
//
// Addresses: N<k>[a-e]:<subject>:<amount|share|delta|growth|count|area|words|
// reason|none>. Subjects:
//   N1, N2           total, the T1 keys, fiscal, nonfiscal; N1 also class codes
//   N3               total, basic, project
//   N4               total, gen, fund, soe, all_gen, all_fund, all_soe;
//                    <budget>/<class code>;
//                    total/<class code> where no budget is named and there are
//                    several
//   N5a, N5b, N5c    total, basic, project; basic, project, class and 款
//                    codes; 项 codes
//   N6               total, personnel, public; codes of table 6
//   N7               total, <project>/e<class>, <project>/annual; N7:none
//   N8, N9           total, basic, project, codes; N8:fund:none, N9:soe:none
//   N10              total, abroad, car, car_buy, car_run, reception
//   N11a..N11d       operating, codes of table 6; total, goods, works,
//                    services, sme, micro; house, house_<kind>, land, cars,
//                    cars_<kind>, furniture, other, equipment_50,
//                    equipment_100, buy_…; total, fiscal, nonfiscal, gen,
//                    fund, soe
// One figure for several subjects has all of them: N2:unit+carry_nonfiscal. A
// kind of vehicles that the form does not know is cars_other, or cars_<name as
// printed> beside others. An amount whose subject cannot be told is a reading
// problem (reader.figure_unassigned) and no claim.
//
// A code that cannot be told is replaced by the path as printed, normalised. A
// decrease is a negative delta or growth.
void ReadNarrative(absl::Span<const TextLine> lines,
                   budget::Document* document);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_READER_H_
