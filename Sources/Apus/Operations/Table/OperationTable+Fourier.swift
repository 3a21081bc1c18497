extension OperationTable {
    /// The Fourier transforms.
    static let fourier: [any TableOperation.Type] = [
        LineFFT.self, LineIFFT.self, LineRFFT.self, LineIRFFT.self, LineHFFT.self, LineIHFFT.self, PlaneFFT.self,
        PlaneIFFT.self, PlaneRFFT.self, PlaneIRFFT.self, PlaneHFFT.self, PlaneIHFFT.self, GridFFT.self, GridIFFT.self,
        GridRFFT.self, GridIRFFT.self, GridHFFT.self, GridIHFFT.self, FFTShift.self, InverseFFTShift.self,
        FFTFrequencies.self, RealFFTFrequencies.self,
    ]

    /// Their names in Python: PyTorch's, with its namespace.
    static let fourierSpellings: [String: [String]] = [
        "fft": ["fft_fft"], "ifft": ["fft_ifft"], "rfft": ["fft_rfft"], "irfft": ["fft_irfft"], "hfft": ["fft_hfft"],
        "ihfft": ["fft_ihfft"], "fft2": ["fft_fft2"], "ifft2": ["fft_ifft2"], "rfft2": ["fft_rfft2"],
        "irfft2": ["fft_irfft2"], "hfft2": ["fft_hfft2"], "ihfft2": ["fft_ihfft2"], "fftn": ["fft_fftn"],
        "ifftn": ["fft_ifftn"], "rfftn": ["fft_rfftn"], "irfftn": ["fft_irfftn"], "hfftn": ["fft_hfftn"],
        "ihfftn": ["fft_ihfftn"], "fftshift": ["fft_fftshift"], "ifftshift": ["fft_ifftshift"],
        "fftfreq": ["fft_fftfreq"], "rfftfreq": ["fft_rfftfreq"],
    ]
}
