# SPDX-License-Identifier: MIT
# Everything Wattle is built on, found once and named by imported targets.
# Debian 12 package names are in the `dev` script.

find_package(Threads REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(ZLIB REQUIRED)

if(WATTLE_BUILD_SEARCH)
  find_package(Eigen3 3.4 REQUIRED NO_MODULE)
  find_package(TBB REQUIRED)
  find_package(NLopt REQUIRED)
  find_package(BLAS REQUIRED)
  find_package(LAPACK REQUIRED)
  find_package(CLI11 REQUIRED)
  find_package(OpenSSL 3.0 REQUIRED)

  find_library(WATTLE_LAPACKE_LIBRARY lapacke REQUIRED)
  add_library(wattle_lapacke INTERFACE)
  target_link_libraries(wattle_lapacke INTERFACE ${WATTLE_LAPACKE_LIBRARY} LAPACK::LAPACK BLAS::BLAS)

  find_path(WATTLE_SOCI_INCLUDE soci/soci.h REQUIRED)
  find_library(WATTLE_SOCI_CORE soci_core REQUIRED)
  find_library(WATTLE_SOCI_SQLITE3 soci_sqlite3 REQUIRED)
  find_library(WATTLE_SQLITE3 sqlite3 REQUIRED)
  add_library(wattle_soci INTERFACE)
  target_include_directories(wattle_soci SYSTEM INTERFACE ${WATTLE_SOCI_INCLUDE} ${WATTLE_SOCI_INCLUDE}/soci)
  target_link_libraries(wattle_soci INTERFACE ${WATTLE_SOCI_SQLITE3} ${WATTLE_SOCI_CORE} ${WATTLE_SQLITE3})

  # Debian's cpp-httplib is a library with these features, and its header must be told so.
  find_library(WATTLE_HTTPLIB cpp-httplib REQUIRED)
  find_path(WATTLE_HTTPLIB_INCLUDE httplib.h REQUIRED)
  add_library(wattle_httplib INTERFACE)
  target_include_directories(wattle_httplib SYSTEM INTERFACE ${WATTLE_HTTPLIB_INCLUDE})
  target_compile_definitions(wattle_httplib INTERFACE
    CPPHTTPLIB_OPENSSL_SUPPORT CPPHTTPLIB_ZLIB_SUPPORT CPPHTTPLIB_BROTLI_SUPPORT)
  target_link_libraries(wattle_httplib INTERFACE ${WATTLE_HTTPLIB} OpenSSL::SSL OpenSSL::Crypto)
endif()

if(WATTLE_BUILD_TRAINER)
  find_package(PNG 1.6 REQUIRED)
  find_library(WATTLE_TURBOJPEG turbojpeg REQUIRED)
  find_path(WATTLE_TURBOJPEG_INCLUDE turbojpeg.h REQUIRED)
  add_library(wattle_turbojpeg INTERFACE)
  target_include_directories(wattle_turbojpeg SYSTEM INTERFACE ${WATTLE_TURBOJPEG_INCLUDE})
  target_link_libraries(wattle_turbojpeg INTERFACE ${WATTLE_TURBOJPEG})

  find_package(Torch QUIET)
  if(NOT Torch_FOUND)
    message(FATAL_ERROR
      "libtorch was not found. On Debian 12: apt-get install libtorch-dev. Elsewhere: unpack libtorch "
      "(1.13 or 2.x, cxx11 ABI) and configure with -DCMAKE_PREFIX_PATH=/path/to/libtorch. "
      "To build only the search: -DWATTLE_BUILD_TRAINER=OFF.")
  endif()
endif()
