// The package manager asks for a header here. What this target defines is declared by that of CApusKernels.
#ifndef APUSKERNELS_H
#define APUSKERNELS_H

#include "CApusKernels.h"

#endif
