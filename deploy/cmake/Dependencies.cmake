# Everything we link from outside, found once. All of it is packaged by Debian.
find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(OpenSSL REQUIRED)
# Headers only: Beast and Asio.
find_package(Boost 1.81 REQUIRED)
find_package(GTest REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(RocksDB REQUIRED)
find_package(pugixml REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
# Debian's CMake files of libzip ask for its tools as well.
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(libxml2 REQUIRED IMPORTED_TARGET libxml-2.0)
pkg_check_modules(cjose REQUIRED IMPORTED_TARGET cjose)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
# Reading and checking make many small objects. Sanitizers bring their own.
if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
endif()

find_program(YUHENG_GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)

# The linker of choice where it is installed: links of gRPC binaries are long.
find_program(YUHENG_MOLD mold)
if(YUHENG_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(YUHENG_CCACHE ccache)
if(YUHENG_CCACHE)
  # What ccache asks for where headers are precompiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros ${YUHENG_CCACHE})
endif()
