# SPDX-License-Identifier: MIT
# What `cmake --install` puts where. A component is a target, its public headers (the target's file
# set, and so listed once) and an export file; wattle-config.cmake.in finds what each of them needs.
include(CMakePackageConfigHelpers)

set(WATTLE_PACKAGE_DIRECTORY "${CMAKE_INSTALL_LIBDIR}/cmake/wattle")
set(WATTLE_INCLUDE_DIRECTORY "${CMAKE_INSTALL_INCLUDEDIR}/wattle")

# wattle_install_component(<name> [LIBRARY_DESTINATION <folder>]): the target wattle_<name> as
# wattle::<name>.
function(wattle_install_component name)
  cmake_parse_arguments(arg "" "LIBRARY_DESTINATION" "" ${ARGN})
  if(NOT arg_LIBRARY_DESTINATION)
    set(arg_LIBRARY_DESTINATION "${CMAKE_INSTALL_LIBDIR}")
  endif()
  set_target_properties(wattle_${name} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS wattle_${name} EXPORT wattle-${name}
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    LIBRARY DESTINATION "${arg_LIBRARY_DESTINATION}"
    FILE_SET HEADERS DESTINATION "${WATTLE_INCLUDE_DIRECTORY}")
  install(EXPORT wattle-${name} NAMESPACE wattle:: FILE wattle-${name}.cmake
    DESTINATION "${WATTLE_PACKAGE_DIRECTORY}")
endfunction()

wattle_install_component(energy)
if(WATTLE_BUILD_SEARCH)
  wattle_install_component(search)
  if(TARGET wattle_contract)
    wattle_install_component(contract)
  endif()
  install(FILES cmake/FindLAPACKE.cmake cmake/FindSOCI.cmake
    DESTINATION "${WATTLE_PACKAGE_DIRECTORY}/modules")
endif()
if(WATTLE_BUILD_TRAINER)
  # Beside the command's folder, where the command looks for it.
  wattle_install_component(trainer LIBRARY_DESTINATION lib/wattle)
endif()
if(WATTLE_BUILD_COMMAND)
  install(TARGETS wattle RUNTIME DESTINATION bin)
endif()
install(DIRECTORY scenarios/data DESTINATION share/wattle)

set(WATTLE_DATA_DIRECTORY share/wattle/data)
configure_package_config_file(cmake/wattle-config.cmake.in "${PROJECT_BINARY_DIR}/wattle-config.cmake"
  INSTALL_DESTINATION "${WATTLE_PACKAGE_DIRECTORY}"
  PATH_VARS WATTLE_DATA_DIRECTORY)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/wattle-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/wattle-config.cmake" "${PROJECT_BINARY_DIR}/wattle-config-version.cmake"
  DESTINATION "${WATTLE_PACKAGE_DIRECTORY}")
