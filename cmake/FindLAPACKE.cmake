# SPDX-License-Identifier: MIT
# LAPACK's C interface: LAPACKE::LAPACKE. Debian has it without a CMake package of its own.
find_library(LAPACKE_LIBRARY lapacke)
find_path(LAPACKE_INCLUDE_DIR lapacke.h)
mark_as_advanced(LAPACKE_LIBRARY LAPACKE_INCLUDE_DIR)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LAPACKE REQUIRED_VARS LAPACKE_LIBRARY LAPACKE_INCLUDE_DIR)
if(LAPACKE_FOUND AND NOT TARGET LAPACKE::LAPACKE)
  find_package(LAPACK REQUIRED)  # finds BLAS too
  add_library(LAPACKE::LAPACKE INTERFACE IMPORTED)
  target_link_libraries(LAPACKE::LAPACKE INTERFACE ${LAPACKE_LIBRARY} LAPACK::LAPACK BLAS::BLAS)
  target_include_directories(LAPACKE::LAPACKE INTERFACE ${LAPACKE_INCLUDE_DIR})
endif()
