// Recurrent layers: one direction of one layer over a whole sequence, and its derivative.
#ifndef APUS_RECURRENT_H
#define APUS_RECURRENT_H

#include "apus_types.h"

/// What happens in a step.
typedef enum apus_recurrence : uint8_t {
    APUS_RECURRENCE_TANH = 0,  ///< h' = tanh(W x + U h + b)
    APUS_RECURRENCE_RELU,
    APUS_RECURRENCE_GRU,       ///< gates: reset, update, new; the reset gate scales the product with h
    APUS_RECURRENCE_LSTM       ///< gates: input, forget, cell, output
} apus_recurrence;

/// A sequence of matrices [batch, features]: the distance in bytes from step to step and from row to row. Elements of a row
/// are adjacent.
typedef struct apus_sequence {
    char *data;
    ptrdiff_t step, row;
} apus_sequence;

/// Sizes, operands and results. Types: float32 and float64. Weights have one row for each gate and unit, gate after gate;
/// their rows and biases are adjacent. `reversed` walks from the last step to the first.
typedef struct apus_recurrent {
    apus_dtype dtype;
    apus_recurrence kind;
    bool reversed;
    ptrdiff_t steps, batch, inputs, hidden;
    apus_sequence x;                       ///< of `inputs` features
    const void *input_weight, *hidden_weight;
    const void *input_bias, *hidden_bias;  ///< or NULL
    const void *first_hidden, *first_cells; ///< [batch, hidden] before the first step; NULL for zeros
    apus_sequence out;                     ///< of `hidden` features
    void *last_cells;                      ///< [batch, hidden], for an LSTM
    apus_sequence gates;                   ///< of `hidden` times `apus_recurrent_kept` features, for the derivative, or without data
    apus_sequence cells;                   ///< the cells after each step, for the derivative of an LSTM, or without data
} apus_recurrent;

/// The derivative. Gradients of results may be NULL (or without data) for zeros.
typedef struct apus_recurrent_gradients {
    apus_sequence out;
    const void *last_hidden, *last_cells;
    /// The gradients of what goes into the gates, of `hidden` times `apus_recurrent_slopes` features, in the order of the
    /// weights' rows; for a GRU those of the new gate's product with h, then of reset, update, and the new gate's product with x.
    apus_sequence slopes;
    void *first_hidden, *first_cells;      ///< [batch, hidden]; `first_cells` for an LSTM
} apus_recurrent_gradients;

/// Values a unit that the derivative needs of each step, and gradients that it gives.
ptrdiff_t apus_recurrent_kept(apus_recurrence kind);
ptrdiff_t apus_recurrent_slopes(apus_recurrence kind);

/// Bytes of workspace, 64-byte aligned, that both functions below need.
size_t apus_recurrent_workspace(const apus_recurrent *layer, int32_t threads);

/// Weights are packed once. A thread takes some rows of the batch through all steps, so no step waits for another thread;
/// rows do not depend on one another, so results are the same for any number of threads. 0, or -1 for another type.
int apus_recurrent_forward(const apus_recurrent *layer, void *workspace, const apus_pool *pool);

/// Needs `out`, `gates` and `cells` as the forward function left them. The gradients of weights, biases and inputs are
/// products with `slopes`, left to the caller.
int apus_recurrent_backward(const apus_recurrent *layer, const apus_recurrent_gradients *gradients, void *workspace,
                            const apus_pool *pool);

#endif
