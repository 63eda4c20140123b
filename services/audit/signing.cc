#include "services/audit/signing.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"

namespace yuheng::audit {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;
using Bio = std::unique_ptr<BIO, Free>;

const unsigned char* BytesOf(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

template <size_t size>
std::string HexOf(const std::array<uint8_t, size>& bytes) {
  return absl::BytesToHexString(
      {reinterpret_cast<const char*>(bytes.data()), size});
}

template <size_t size>
absl::StatusOr<std::array<uint8_t, size>> FromHex(absl::string_view text) {
  bool right = text.size() == 2 * size;
  for (const char c : text) {
    right = right && (absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                      (c >= 'a' && c <= 'f'));
  }
  if (!right) {
    return absl::InvalidArgumentError(
        absl::StrCat(2 * size, " lower-case hexadecimal digits"));
  }
  const std::string bytes = absl::HexStringToBytes(text);
  std::array<uint8_t, size> result;
  for (size_t i = 0; i < size; ++i) result[i] = static_cast<uint8_t>(bytes[i]);
  return result;
}

}  // namespace

std::string PublicKeyText(const PublicKey& key) { return HexOf(key); }

absl::StatusOr<PublicKey> PublicKeyFromText(absl::string_view text) {
  return FromHex<std::tuple_size_v<PublicKey>>(text);
}

std::string SignatureText(const Signature& signature) {
  return HexOf(signature);
}

absl::StatusOr<Signature> SignatureFromText(absl::string_view text) {
  return FromHex<std::tuple_size_v<Signature>>(text);
}

struct SigningKey::State {
  Key key;
};

SigningKey::SigningKey(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

SigningKey SigningKey::Generate() {
  auto state = std::make_unique<State>();
  state->key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  YUHENG_CHECK(state->key != nullptr);  // OpenSSL is broken otherwise.
  return SigningKey(std::move(state));
}

absl::StatusOr<SigningKey> SigningKey::FromPem(absl::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  YUHENG_CHECK(bio != nullptr);
  auto state = std::make_unique<State>();
  state->key.reset(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (state->key == nullptr ||
      EVP_PKEY_get_id(state->key.get()) != EVP_PKEY_ED25519) {
    return absl::InvalidArgumentError("not an Ed25519 private key in PEM");
  }
  return SigningKey(std::move(state));
}

std::string SigningKey::ToPem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  YUHENG_CHECK(bio != nullptr);
  YUHENG_CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), state_->key.get(),
                                             nullptr, nullptr, 0, nullptr,
                                             nullptr) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

PublicKey SigningKey::public_key() const {
  PublicKey key;
  size_t size = key.size();
  YUHENG_CHECK(
      EVP_PKEY_get_raw_public_key(state_->key.get(), key.data(), &size) == 1 &&
      size == key.size());
  return key;
}

Signature SigningKey::Sign(absl::string_view message) const {
  const Context context(EVP_MD_CTX_new());
  Signature signature;
  size_t size = signature.size();
  YUHENG_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr,
                                  state_->key.get()) == 1);
  YUHENG_CHECK(EVP_DigestSign(context.get(), signature.data(), &size,
                              BytesOf(message), message.size()) == 1 &&
               size == signature.size());
  return signature;
}

bool Verifies(const PublicKey& key, absl::string_view message,
              const Signature& signature) {
  const Key pkey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                             key.data(), key.size()));
  const Context context(EVP_MD_CTX_new());
  return pkey != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                              pkey.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                          BytesOf(message), message.size()) == 1;
}

}  // namespace yuheng::audit
