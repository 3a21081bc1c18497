// Inner loops of Apus, compiled for several instruction sets and chosen at run time.
#ifndef CAPUSKERNELS_H
#define CAPUSKERNELS_H

#include "apus_types.h"
#include "apus_state.h"
#include "apus_elementwise.h"
#include "apus_reduce.h"
#include "apus_scan.h"
#include "apus_sort.h"
#include "apus_statistics.h"
#include "apus_arrange.h"
#include "apus_gather.h"
#include "apus_loss.h"
#include "apus_normalise.h"
#include "apus_gemm.h"
#include "apus_attention.h"
#include "apus_recurrent.h"
#include "apus_conv.h"
#include "apus_pooling.h"
#include "apus_optimizer.h"
#include "apus_random.h"
#include "apus_factor.h"
#include "apus_fft.h"
#include "apus_text.h"

#endif
