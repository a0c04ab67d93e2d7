# SPDX-License-Identifier: MIT
# cmake -DNPM=<npm> -DFROM=<folder> -DTO=<folder> -P NpmPackages.cmake: installs what <FROM>/package-lock.json names into
# <TO>/node_modules, checked by its digests, and writes <TO>/installed when that is done. <FROM> stays as it is.
file(REMOVE "${TO}/installed")
file(COPY "${FROM}/package.json" "${FROM}/package-lock.json" DESTINATION "${TO}")
execute_process(
  COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund --loglevel=error
  WORKING_DIRECTORY "${TO}" RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "npm could not install the packages of ${FROM}/package-lock.json, from its registry or its cache:\n${output}\n"
    "Without them: configure with -DWATTLE_WITH_CHARTS=OFF; the reports then have simpler figures.")
endif()
# The files have the dates of their packages, which are older than anything; this one has today's.
file(TOUCH "${TO}/installed")
