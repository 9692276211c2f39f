/* The kernels of the micro-benchmarks. A head defines KERNEL, GLOBAL, LOCAL, BARRIER, GROUP_X, GROUP_Y, ITEM_X, ITEM_Y and GROUP_WIDTH for
 * CUDA or OpenCL. */

/* Every element times a factor. */
KERNEL scale(GLOBAL float *x, float factor, int n) {
  int i = GROUP_X * GROUP_WIDTH + ITEM_X;
  if (i < n) x[i] = factor * x[i];
}

/* Eight chains of fused multiply-adds that do not wait for each other: 16 operations a round and work item. */
KERNEL fma_chains(GLOBAL float *out, float a, float b, int rounds) {
  int i = GROUP_X * GROUP_WIDTH + ITEM_X;
  float x0 = i, x1 = i + 1, x2 = i + 2, x3 = i + 3, x4 = i + 4, x5 = i + 5, x6 = i + 6, x7 = i + 7;
  for (int round = 0; round < rounds; round++) {
    x0 = FMA(a, x0, b); x1 = FMA(a, x1, b); x2 = FMA(a, x2, b); x3 = FMA(a, x3, b);
    x4 = FMA(a, x4, b); x5 = FMA(a, x5, b); x6 = FMA(a, x6, b); x7 = FMA(a, x7, b);
  }
  out[i] = x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7;
}

/* c = a b of square matrices, row by row; n is a multiple of 64. A group of 16 x 16 items makes a tile of 64 x 64, an item 4 x 4 of it. */
KERNEL sgemm(GLOBAL const float *a, GLOBAL const float *b, GLOBAL float *c, int n) {
  LOCAL float left[64][17];
  LOCAL float right[16][64];
  int item = ITEM_Y * 16 + ITEM_X;
  float sum[4][4];
  for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) sum[i][j] = 0;
  for (int step = 0; step < n; step += 16) {
    for (int i = item; i < 64 * 16; i += 256) {
      left[i / 16][i % 16] = a[(GROUP_Y * 64 + i / 16) * n + step + i % 16];
      right[i / 64][i % 64] = b[(step + i / 64) * n + GROUP_X * 64 + i % 64];
    }
    BARRIER;
    for (int k = 0; k < 16; k++)
      for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) sum[i][j] = FMA(left[ITEM_Y + 16 * i][k], right[k][ITEM_X + 16 * j], sum[i][j]);
    BARRIER;
  }
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 4; j++) c[(GROUP_Y * 64 + ITEM_Y + 16 * i) * n + GROUP_X * 64 + ITEM_X + 16 * j] = sum[i][j];
}
