#ifndef YUHENG_TESTS_FAULT_TRAFFIC_CONTENTS_H_
#define YUHENG_TESTS_FAULT_TRAFFIC_CONTENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/cli/sample/random.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::fault {

// A department that the desk knows.
struct Department {
  std::string code;
  std::string name;
};

// A side of transfers: a department as a whole, or a unit of it.
struct Party {
  std::string department;
  std::string unit;
};

// What a bureau may send.
struct BureauDocuments {
  std::string department;
  std::vector<std::string> texts;
};

// Several invented documents for each department, one of them with an error
// that checking finds. At most kSampleDepartmentsMax departments.
std::vector<BureauDocuments> MakeDocuments(
    const std::vector<Department>& departments, int fiscal_year, uint64_t seed);

enum class Balance { kHeld, kBroken };

// The leaves and printed amounts of a posting: a few functions with random
// amounts, printed parents that are sometimes wrong. The ledger refuses it when
// its balance is broken.
void FillPosting(Balance balance, cli::Random& random,
                 aggregation::v1::PostRequest* request);

// A transfer of a random amount.
aggregation::v1::Transfer MakeTransfer(cli::Random& random);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_TRAFFIC_CONTENTS_H_
