namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>
/// The interval of a line search and its trial step (Moré and Thuente 1994, ACM Trans. Math. Softw. 20, 286): the end with the lowest value so far, the other end, and a
/// new step by cubic and quadratic interpolation that stays between them.
/// </summary>
internal sealed class LineSearchInterval(double value, double slope)
{
    private const double Shrink = 0.66;

    private (double Step, double Value, double Slope) best = (0, value, slope);
    private (double Step, double Value, double Slope) other = (0, value, slope);

    /// <summary>A minimum lies between the ends.</summary>
    public bool IsBracketed { get; private set; }

    /// <summary>Step of the end with the lowest value.</summary>
    public double BestStep => best.Step;

    /// <summary>Value there.</summary>
    public double BestValue => best.Value;

    /// <summary>Step of the other end.</summary>
    public double OtherStep => other.Step;

    /// <summary>Distance between the ends.</summary>
    public double Width => Math.Abs(other.Step - best.Step);

    /// <summary>Adds a trial to the interval.</summary>
    /// <param name="step">Step tried.</param>
    /// <param name="value">Value there.</param>
    /// <param name="slope">Slope there.</param>
    /// <param name="least">Smallest step allowed.</param>
    /// <param name="most">Largest step allowed.</param>
    /// <param name="tilt">Slope that is taken off all values, for the first stage of the search.</param>
    /// <returns>The next step.</returns>
    public double Add(double step, double value, double slope, double least, double most, double tilt)
    {
        Tilt(-tilt);
        (double Step, double Value, double Slope) trial = (step, value - step * tilt, slope - tilt);
        bool turns = trial.Slope * Math.Sign(best.Slope) < 0, isBound = trial.Value > best.Value || (!turns && Math.Abs(trial.Slope) < Math.Abs(best.Slope));
        double next = Next(trial, turns, least, most);
        if (trial.Value > best.Value)
        {
            other = trial;
        }
        else
        {
            if (turns)
                other = best;
            best = trial;
        }

        next = Math.Clamp(next, least, most);
        if (IsBracketed && isBound)
        {
            double limit = best.Step + Shrink * (other.Step - best.Step);
            next = other.Step > best.Step ? Math.Min(limit, next) : Math.Max(limit, next);
        }

        Tilt(tilt);
        return next;
    }

    private void Tilt(double slope)
    {
        best = (best.Step, best.Value + best.Step * slope, best.Slope + slope);
        other = (other.Step, other.Value + other.Step * slope, other.Slope + slope);
    }

    private double Next((double Step, double Value, double Slope) trial, bool turns, double least, double most)
    {
        double secant = trial.Step + trial.Slope / (trial.Slope - best.Slope) * (best.Step - trial.Step);
        if (trial.Value > best.Value)
        {
            // Higher: a minimum lies between. The cubic's step when it is nearer to the best end, else half-way to the quadratic's.
            IsBracketed = true;
            (double theta, double gamma) = Cubic(best, trial, trial.Step < best.Step);
            double cubic = best.Step + (gamma - best.Slope + theta) / (gamma - best.Slope + gamma + trial.Slope) * (trial.Step - best.Step);
            double quadratic = best.Step + best.Slope / ((best.Value - trial.Value) / (trial.Step - best.Step) + best.Slope) / 2 * (trial.Step - best.Step);
            return Math.Abs(cubic - best.Step) < Math.Abs(quadratic - best.Step) ? cubic : cubic + (quadratic - cubic) / 2;
        }

        if (turns)
        {
            IsBracketed = true;
            (double theta, double gamma) = Cubic(best, trial, trial.Step > best.Step);
            double cubic = trial.Step + (gamma - trial.Slope + theta) / (gamma - trial.Slope + gamma + best.Slope) * (best.Step - trial.Step);
            return Math.Abs(cubic - trial.Step) > Math.Abs(secant - trial.Step) ? cubic : secant;
        }

        double end = trial.Step > best.Step ? most : least;
        if (Math.Abs(trial.Slope) < Math.Abs(best.Slope))
        {
            (double theta, double gamma) = Cubic(best, trial, trial.Step > best.Step);
            double ratio = (gamma - trial.Slope + theta) / (gamma + (best.Slope - trial.Slope) + gamma);
            double cubic = ratio < 0 && gamma != 0 ? trial.Step + ratio * (best.Step - trial.Step) : end;
            bool cubicIsNearer = Math.Abs(trial.Step - cubic) < Math.Abs(trial.Step - secant), cubicIsFarther = Math.Abs(trial.Step - cubic) > Math.Abs(trial.Step - secant);
            return (IsBracketed ? cubicIsNearer : cubicIsFarther) ? cubic : secant;
        }

        if (!IsBracketed)
            return end;
        (double t, double g) = Cubic(other, trial, trial.Step > other.Step);
        return trial.Step + (g - trial.Slope + t) / (g - trial.Slope + g + other.Slope) * (other.Step - trial.Step);
    }

    /// <summary>θ and γ of the cubic through two points and slopes.</summary>
    private static (double Theta, double Gamma) Cubic((double Step, double Value, double Slope) a, (double Step, double Value, double Slope) b, bool isNegative)
    {
        double theta = 3 * (a.Value - b.Value) / (b.Step - a.Step) + a.Slope + b.Slope, s = Math.Max(Math.Abs(theta), Math.Max(Math.Abs(a.Slope), Math.Abs(b.Slope)));
        double gamma = s * Math.Sqrt(Math.Max(0, theta / s * (theta / s) - a.Slope / s * (b.Slope / s)));
        return (theta, isNegative ? -gamma : gamma);
    }
}
