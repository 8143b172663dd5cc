/*
 * Radial profiles of resolution-limited atom images. A profile holds for each quantity (density, by B, by resolution, curvature) and node a value and a slope per
 * node interval; see ImageProfiles. Form factors are rows of amplitudes, then widths.
 */

/* Switch that ends an image: 1 - 10 q^3 + 15 q^4 - 6 q^5 over the last part of the radius. */
FUNCTION double image_switch(double rho, double radius, double width)
{
    double q = fmin(fmax((rho - radius + width) / width, 0.0), 1.0);
    return 1 - q * q * q * (10 - q * (15 - 6 * q));
}

FUNCTION double image_switch_slope(double rho, double radius, double width)
{
    double q = fmin(fmax((rho - radius + width) / width, 0.0), 1.0);
    return -30 * q * q * (1 - q) * (1 - q) / width;
}

FUNCTION double image_switch_curvature(double rho, double radius, double width)
{
    double q = fmin(fmax((rho - radius + width) / width, 0.0), 1.0);
    return -60 * q * (1 - q) * (1 - 2 * q) / (width * width);
}

/*
 * One group per class: its vector g once into local memory, then one node after the other as a dot product with the columns of the universal matrices.
 * present: bit 0 density, 1 by B, 2 by resolution, 3 curvature.
 */
KERNEL(PROFILE_GROUP) profiles_by_matrix(
    GLOBAL const float *form_factors, int terms, GLOBAL const int *row, GLOBAL const double *b_factor, GLOBAL const double *resolution,
    GLOBAL const double *tau, int points, GLOBAL const float *density, GLOBAL const float *by_resolution, GLOBAL const float *curvature,
    int nodes, int present, int quantities, GLOBAL float *table)
{
    LOCAL float g[PROFILE_POINTS];
    LOCAL float g_by_b[PROFILE_POINTS];
    long atom = GROUP_ID;
    double d = resolution[atom];
    int at = 2 * terms * row[atom];
    for (int j = LOCAL_ID; j < points; j += PROFILE_GROUP) {
        double q = tau[j] * tau[j] / (4 * d * d), f = 0;
        for (int k = 0; k < terms; k++)
            f += form_factors[at + k] * exp(-(form_factors[at + terms + k] + b_factor[atom]) * q);
        g[j] = (float)f;
        g_by_b[j] = (float)(-q * f);
    }
    GROUP_BARRIER();
    float volume = (float)(1 / (d * d * d));
    for (int i = LOCAL_ID; i < nodes; i += PROFILE_GROUP) {
        long to = (atom * quantities * nodes + i) * 2;
        float v = 0, s = 0, bv = 0, bs = 0, rv = 0, rs = 0, qv = 0, qs = 0;
        for (int j = 0; j < points; j++) {
            long from = 2 * ((long)j * nodes + i);
            v += density[from] * g[j];
            s += density[from + 1] * g[j];
            bv += density[from] * g_by_b[j];
            bs += density[from + 1] * g_by_b[j];
            if (present & 4) {
                rv += by_resolution[from] * g[j];
                rs += by_resolution[from + 1] * g[j];
            }
            if (present & 8) {
                qv += curvature[from] * g[j];
                qs += curvature[from + 1] * g[j];
            }
        }
        table[to] = v * volume;
        table[to + 1] = s * volume;
        to += 2L * nodes;
        if (present & 2) {
            table[to] = bv * volume;
            table[to + 1] = bs * volume;
            to += 2L * nodes;
        }
        if (present & 4) {
            float scale = volume / (float)d;
            table[to] = rv * scale;
            table[to + 1] = rs * scale;
            to += 2L * nodes;
        }
        if (present & 8) {
            float scale = volume / (float)(d * d);
            table[to] = qv * scale;
            table[to + 1] = qs * scale;
        }
    }
}

/*
 * One item per class and node: the sum over Gaussians and shells in double precision. Values of all quantities and the slope of the density; the slopes of the
 * others are made by profiles_slopes. The curvature is F'' - F'/r of the switched image F, with I'' = 16 pi^2 dI/dB - 2 I'/r.
 */
KERNEL(ITEM_GROUP) profiles_by_shells(
    GLOBAL const float *form_factors, int terms, GLOBAL const int *row, GLOBAL const double *b_factor, GLOBAL const double *resolution,
    GLOBAL const double *shells, int shell_count, double plain_above, double radius, double switch_width, int nodes, int present, int quantities,
    int classes, GLOBAL float *table)
{
    long item = GLOBAL_ID;
    if (item < (long)classes * nodes) {
        int atom = (int)(item / nodes), node = (int)(item % nodes);
        double d = resolution[atom], spacing = radius / (nodes - 1), rho = node * spacing, r = rho * d;
        double image = 0, slope = 0, by_b = 0, by_d = 0, radial = 0;
        int at = 2 * terms * row[atom];
        for (int k = 0; k < terms; k++) {
            double a = form_factors[at + k], width = form_factors[at + terms + k] + b_factor[atom];
            if (width >= plain_above * d * d) {
                double u = FOUR_PI_SQUARED * r * r / width, g = a * pow(FOUR_PI / width, 1.5) * exp(-u);
                image += g;
                slope += g * (-2 * FOUR_PI_SQUARED * r / width);
                radial += g * (-2 * FOUR_PI_SQUARED / width);
                by_b += g * (u - 1.5) / width;
                continue;
            }
            for (int m = 0; m < shell_count; m++) {
                double shell = shells[3 * m] * d, beta = shells[3 * m + 1], c = a * shells[3 * m + 2];
                double b = beta * d * d + width, away = r - shell, u = FOUR_PI_SQUARED * away * away / b, t = 4 * FOUR_PI_SQUARED * r * shell / b;
                double g = c * pow(FOUR_PI / b, 1.5) * exp(-u);
                double phi, phi_slope;
                if (t < 1e-2) {
                    phi = 1 - t / 2 * (1 - t / 3 * (1 - t / 4 * (1 - t / 5)));
                    phi_slope = -0.5 + t / 3 - t * t / 8 + t * t * t / 30;
                } else {
                    phi = -expm1(-t) / t;
                    phi_slope = (exp(-t) - phi) / t;
                }
                double ring = 2 * FOUR_PI_SQUARED * away * phi / b, by_width = g * (phi * (u - 1.5) - t * phi_slope) / b;
                double by_r = g * (phi_slope * 4 * FOUR_PI_SQUARED * shell / b - ring), by_shell = g * (phi_slope * 4 * FOUR_PI_SQUARED * r / b + ring);
                double z = 2 * FOUR_PI_SQUARED * shell / b;
                image += g * phi;
                slope += by_r;
                by_b += by_width;
                by_d += shells[3 * m] * by_shell + 2 * beta * d * by_width;
                radial += node > 0 ? by_r / r : g * phi * (z * z / 3 - 2 * FOUR_PI_SQUARED / b);
            }
        }
        double s = image_switch(rho, radius, switch_width), ds = image_switch_slope(rho, radius, switch_width);
        double dds = image_switch_curvature(rho, radius, switch_width);
        long to = ((long)atom * quantities * nodes + node) * 2;
        table[to] = (float)(s * image);
        table[to + 1] = (float)(spacing * (ds * image + d * s * slope));
        if (present & 2)
            table[to += 2L * nodes] = (float)(s * by_b);
        if (present & 4)
            table[to += 2L * nodes] = (float)(s * by_d - rho / d * ds * image);
        if (present & 8)
            table[to += 2L * nodes] = (float)(s * (4 * FOUR_PI_SQUARED * by_b - 3 * radial)
                + (rho > 0 ? 2 * ds / d * slope + (dds - ds / rho) / (d * d) * image : 0));
    }
}

/* A node's value: even about the atom, 0 beyond the radius. */
FUNCTION double profile_value(GLOBAL const float *table, long first, int node, int nodes)
{
    int i = node < 0 ? -node : node;
    return i < nodes ? table[first + 2 * i] : 0;
}

/* Slopes per node interval of all quantities but the density, by central differences of sixth order. One item per class, quantity but the first, and node. */
KERNEL(ITEM_GROUP) profiles_slopes(GLOBAL float *table, int nodes, int quantities, int classes)
{
    long item = GLOBAL_ID;
    if (item < (long)classes * (quantities - 1) * nodes) {
        int i = (int)(item % nodes);
        long pair = item / nodes, first = (pair / (quantities - 1) * quantities + pair % (quantities - 1) + 1) * nodes * 2;
        double slope = 45 * (profile_value(table, first, i + 1, nodes) - profile_value(table, first, i - 1, nodes))
            - 9 * (profile_value(table, first, i + 2, nodes) - profile_value(table, first, i - 2, nodes))
            + (profile_value(table, first, i + 3, nodes) - profile_value(table, first, i - 3, nodes));
        table[first + 2 * i + 1] = (float)(slope / 60);
    }
}
