/** Tensors by timm's name, PyTorch's layout, float32. Running statistics are among them. */
export type ParameterMap = Map<string, Float32Array>;
