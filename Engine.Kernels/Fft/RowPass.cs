namespace Engine.Kernels.Fft;

/// <summary>
/// Real rows to half-space rows and back, a block of rows at a time, one row per lane. Even lengths are packed into a complex transform of half the length
/// (Press et al., Numerical Recipes, 12.3); odd lengths use a full complex one.
/// </summary>
internal sealed unsafe class RowPass
{
    private readonly int n;
    private readonly LanePlan plan;
    private readonly float[] twiddleRe;
    private readonly float[] twiddleIm;

    public RowPass(int length)
    {
        n = length;
        plan = LanePlan.Create(IsPacked ? n / 2 : n);
        int half = (n / 2) + 1;
        (twiddleRe, twiddleIm) = (new float[half], new float[half]);
        for (int k = 0; k < half; k++)
        {
            (double sine, double cosine) = Math.SinCos(-2 * Math.PI * k / n);
            (twiddleRe[k], twiddleIm[k]) = ((float)cosine, (float)sine);
        }
    }

    /// <summary>Floats of work space for a number of lanes.</summary>
    public long WorkLength(int lanes) => (2L * (plan.Length + 1) + plan.WorkRows) * lanes;

    private bool IsPacked => n % 2 == 0;

    /// <summary>Transforms up to <paramref name="lanes"/> rows.</summary>
    /// <param name="real">First row; rows are n floats apart.</param>
    /// <param name="half">First half-space row; rows are 2 (n/2+1) floats apart.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="work">WorkLength floats.</param>
    /// <param name="lanes">Lanes.</param>
    public void Forward(float* real, float* half, int rows, float* work, int lanes)
    {
        int m = plan.Length, stride = 2 * ((n / 2) + 1);
        float* re = work, im = re + ((long)(m + 1) * lanes), rest = im + ((long)(m + 1) * lanes);
        if (IsPacked)
        {
            for (int j = 0; j < m; j++)
            {
                for (int l = 0; l < rows; l++)
                    (re[(j * lanes) + l], im[(j * lanes) + l]) = (real[((long)l * n) + (2 * j)], real[((long)l * n) + (2 * j) + 1]);
            }
        }
        else
        {
            for (int j = 0; j < n; j++)
            {
                for (int l = 0; l < rows; l++)
                    (re[(j * lanes) + l], im[(j * lanes) + l]) = (real[((long)l * n) + j], 0);
            }
        }

        plan.Forward(re, im, rest, lanes);
        if (IsPacked)
            Untangle(re, im, half, rows, lanes, stride);
        else
            Copy(re, im, half, rows, lanes, stride);
    }

    /// <summary>The inverse of <see cref="Forward"/>, times a factor.</summary>
    public void Inverse(float* half, float* real, int rows, float* work, int lanes, float factor)
    {
        int m = plan.Length, stride = 2 * ((n / 2) + 1);
        float* re = work, im = re + ((long)(m + 1) * lanes), rest = im + ((long)(m + 1) * lanes);
        if (IsPacked)
            Tangle(re, im, half, rows, lanes, stride);
        else
            Mirror(re, im, half, rows, lanes, stride);
        plan.Forward(im, re, rest, lanes);
        if (IsPacked)
        {
            for (int l = 0; l < rows; l++)
            {
                float* row = real + ((long)l * n);
                for (int j = 0; j < m; j++)
                    (row[2 * j], row[(2 * j) + 1]) = (re[(j * lanes) + l] * factor, im[(j * lanes) + l] * factor);
            }

            return;
        }

        for (int l = 0; l < rows; l++)
        {
            for (int j = 0; j < n; j++)
                real[((long)l * n) + j] = re[(j * lanes) + l] * factor;
        }
    }

    private static void Copy(float* re, float* im, float* half, int rows, int lanes, int stride)
    {
        for (int k = 0; k < stride / 2; k++)
        {
            for (int l = 0; l < rows; l++)
                (half[((long)l * stride) + (2 * k)], half[((long)l * stride) + (2 * k) + 1]) = (re[(k * lanes) + l], im[(k * lanes) + l]);
        }
    }

    private void Untangle(float* re, float* im, float* half, int rows, int lanes, int stride)
    {
        int m = plan.Length;
        for (int k = 0; k <= m; k++)
        {
            float wr = twiddleRe[k], wi = twiddleIm[k];
            float* ar = re + ((k == m ? 0 : k) * lanes), ai = im + ((k == m ? 0 : k) * lanes);
            float* br = re + ((k == 0 ? 0 : m - k) * lanes), bi = im + ((k == 0 ? 0 : m - k) * lanes);
            for (int l = 0; l < rows; l++)
            {
                float sumR = 0.5f * (ar[l] + br[l]), sumI = 0.5f * (ai[l] - bi[l]), differenceR = 0.5f * (ar[l] - br[l]), differenceI = 0.5f * (ai[l] + bi[l]);

                // X = sum - i w difference
                half[((long)l * stride) + (2 * k)] = sumR + (wr * differenceI) + (wi * differenceR);
                half[((long)l * stride) + (2 * k) + 1] = sumI - (wr * differenceR) + (wi * differenceI);
            }
        }
    }

    private void Tangle(float* re, float* im, float* half, int rows, int lanes, int stride)
    {
        int m = plan.Length;
        for (int k = 0; k < m; k++)
        {
            float wr = twiddleRe[k], wi = -twiddleIm[k];
            for (int l = 0; l < rows; l++)
            {
                float* a = half + ((long)l * stride) + (2 * k), b = half + ((long)l * stride) + (2 * (m - k));

                // The imaginary parts of the first and last coefficient of a real row are zero by definition.
                float ai = k == 0 ? 0 : a[1], bi = k == 0 ? 0 : b[1];
                float sumR = a[0] + b[0], sumI = ai - bi, differenceR = a[0] - b[0], differenceI = ai + bi;
                re[(k * lanes) + l] = sumR - ((wr * differenceI) + (wi * differenceR));
                im[(k * lanes) + l] = sumI + (wr * differenceR) - (wi * differenceI);
            }
        }
    }

    private void Mirror(float* re, float* im, float* half, int rows, int lanes, int stride)
    {
        for (int k = 0; k < n; k++)
        {
            bool lower = k < stride / 2;
            int from = lower ? k : n - k;
            for (int l = 0; l < rows; l++)
            {
                float* a = half + ((long)l * stride) + (2 * from);
                re[(k * lanes) + l] = a[0];
                im[(k * lanes) + l] = k == 0 ? 0 : lower ? a[1] : -a[1];
            }
        }
    }
}
