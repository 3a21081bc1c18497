// The loops of apus_optimizer.h for one instruction set: APUS_NAME(name) gives each its suffix.
// The arithmetic is that of PyTorch's single-tensor implementations, operation by operation, so that a training run
// follows the same path up to rounding.
#pragma clang fp contract(off)

#define APUS_SGD(T, NAME)                                                                                              \
    static void APUS_NAME(NAME)(ptrdiff_t n, T *restrict parameter, const T *restrict gradient, T *restrict momentum,  \
                                const apus_sgd *o) {                                                                   \
        T rate = (T)-o->rate, mu = (T)o->momentum, keep = (T)(1 - o->dampening), decay = (T)o->weight_decay;           \
        T sign = o->maximize ? (T)-1 : (T)1;                                                                           \
        if (!momentum) {                                                                                               \
            for (ptrdiff_t i = 0; i < n; i++)                                                                          \
                parameter[i] += rate * (sign * gradient[i] + decay * parameter[i]);                                    \
        } else if (o->first) {                                                                                         \
            T look = o->nesterov ? mu : (T)0;                                                                          \
            for (ptrdiff_t i = 0; i < n; i++) {                                                                        \
                T g = sign * gradient[i] + decay * parameter[i];                                                       \
                momentum[i] = g;                                                                                       \
                parameter[i] += rate * (g + look * g);                                                                 \
            }                                                                                                          \
        } else if (o->nesterov) {                                                                                      \
            for (ptrdiff_t i = 0; i < n; i++) {                                                                        \
                T g = sign * gradient[i] + decay * parameter[i];                                                       \
                T m = mu * momentum[i] + keep * g;                                                                     \
                momentum[i] = m;                                                                                       \
                parameter[i] += rate * (g + mu * m);                                                                   \
            }                                                                                                          \
        } else {                                                                                                       \
            for (ptrdiff_t i = 0; i < n; i++) {                                                                        \
                T g = sign * gradient[i] + decay * parameter[i];                                                       \
                T m = mu * momentum[i] + keep * g;                                                                     \
                momentum[i] = m;                                                                                       \
                parameter[i] += rate * m;                                                                              \
            }                                                                                                          \
        }                                                                                                              \
    }

#define APUS_ADAM(T, NAME, ROOT)                                                                                       \
    static void APUS_NAME(NAME)(ptrdiff_t n, T *restrict parameter, const T *restrict gradient, T *restrict mean,      \
                                T *restrict square, T *restrict largest, const apus_adam *o) {                         \
        T weight = (T)(1 - o->beta1), beta2 = (T)o->beta2, rest2 = (T)(1 - o->beta2), epsilon = (T)o->epsilon;         \
        T root2 = (T)o->correction2_root, size = (T)-(o->rate / o->correction1);                                       \
        T shrink = o->decoupled ? (T)(1 - o->rate * o->weight_decay) : (T)1;                                           \
        T decay = o->decoupled ? (T)0 : (T)o->weight_decay;                                                            \
        T sign = o->maximize ? (T)-1 : (T)1;                                                                           \
        if (largest) {                                                                                                 \
            for (ptrdiff_t i = 0; i < n; i++) {                                                                        \
                T p = parameter[i] * shrink, g = sign * gradient[i] + decay * p;                                       \
                T m = mean[i] + weight * (g - mean[i]);                                                                \
                T v = square[i] * beta2 + rest2 * g * g;                                                               \
                T top = v > largest[i] ? v : largest[i];                                                               \
                mean[i] = m;                                                                                           \
                square[i] = v;                                                                                         \
                largest[i] = top;                                                                                      \
                parameter[i] = p + size * m / (ROOT(top) / root2 + epsilon);                                           \
            }                                                                                                          \
        } else {                                                                                                       \
            for (ptrdiff_t i = 0; i < n; i++) {                                                                        \
                T p = parameter[i] * shrink, g = sign * gradient[i] + decay * p;                                       \
                T m = mean[i] + weight * (g - mean[i]);                                                                \
                T v = square[i] * beta2 + rest2 * g * g;                                                               \
                mean[i] = m;                                                                                           \
                square[i] = v;                                                                                         \
                parameter[i] = p + size * m / (ROOT(v) / root2 + epsilon);                                             \
            }                                                                                                          \
        }                                                                                                              \
    }

APUS_SGD(float, sgd_f32)
APUS_SGD(double, sgd_f64)
APUS_ADAM(float, adam_f32, __builtin_elementwise_sqrt)
APUS_ADAM(double, adam_f64, __builtin_elementwise_sqrt)

#undef APUS_SGD
#undef APUS_ADAM
