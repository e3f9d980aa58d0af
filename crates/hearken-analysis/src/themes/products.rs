//! Products of many rows with many columns, which take most of a clustering's time. Columns are packed beside each other
//! by dimension, so that one instruction serves several of them and no sum is spread over a register; a few rows are taken
//! at a time, so that what is read of a column serves all of those (Goto and van de Geijn 2008).

use pulp::{Arch, Simd, WithSimd};

/// Columns that are packed beside each other.
pub(super) const LANES: usize = 16;
/// Rows that are taken at a time: with two registers of columns their sums fill twelve of sixteen.
pub(super) const ROWS: usize = 6;

/// A matrix of columns of `N` values, packed for multiplication.
#[derive(Debug, Clone, Default)]
pub(super) struct PackedMatrix<const N: usize> {
    /// `N` for each [`LANES`] columns; zero where there are no more columns.
    values: Vec<[f32; LANES]>,
}

impl<const N: usize> PackedMatrix<N> {
    pub(super) fn pack(columns: &[[f32; N]]) -> Self {
        let packed = |some: &[[f32; N]]| -> Vec<[f32; LANES]> {
            (0..N)
                .map(|d| std::array::from_fn(|lane| some.get(lane).map_or(0.0, |column| column[d])))
                .collect()
        };
        Self { values: columns.chunks(LANES).flat_map(packed).collect() }
    }

    /// Multiplies the rows, at most [`ROWS`], with all columns, and hands out the products by [`LANES`] columns: the number
    /// of the first of them, and for each row its products with them and the greatest.
    pub(super) fn multiply(&self, rows: &[&[f32; N]], mut found: impl FnMut(usize, &RowProducts)) {
        let arch = Arch::new();
        let rows = std::array::from_fn(|index| rows[index.min(rows.len() - 1)]);
        for (number, columns) in self.values.chunks_exact(N).enumerate() {
            found(number * LANES, &arch.dispatch(Products { rows, columns }));
        }
    }
}

/// Of each row: its products with [`LANES`] columns, and the greatest.
pub(super) type RowProducts = [([f32; LANES], f32); ROWS];

struct Products<'p, const N: usize> {
    rows: [&'p [f32; N]; ROWS],
    columns: &'p [[f32; LANES]],
}

impl<const N: usize> WithSimd for Products<'_, N> {
    type Output = RowProducts;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
        let mut found = [([0.0; LANES], f32::MIN); ROWS];
        let registers = LANES / S::F32_LANES;
        for one in (0..registers).step_by(2) {
            let other = (one + 1).min(registers - 1);
            let mut sums = [[simd.splat_f32s(0.0); ROWS]; 2];
            for (d, columns) in self.columns.iter().enumerate().take(N) {
                let columns = S::as_simd_f32s(columns).0;
                for (index, row) in self.rows.iter().enumerate() {
                    let value = simd.splat_f32s(row[d]);
                    sums[0][index] = simd.mul_add_f32s(value, columns[one], sums[0][index]);
                    sums[1][index] = simd.mul_add_f32s(value, columns[other], sums[1][index]);
                }
            }
            for (index, (products, greatest)) in found.iter_mut().enumerate() {
                let products = S::as_mut_simd_f32s(products).0;
                products[one] = sums[0][index];
                products[other] = sums[1][index];
                *greatest = greatest.max(simd.reduce_max_f32s(simd.max_f32s(sums[0][index], sums[1][index])));
            }
        }
        found
    }
}

/// The product of one row with one column.
pub(super) fn product<const N: usize>(one: &[f32; N], other: &[f32; N]) -> f32 {
    Arch::new().dispatch(Product(one, other))
}

struct Product<'p, const N: usize>(&'p [f32; N], &'p [f32; N]);

impl<const N: usize> WithSimd for Product<'_, N> {
    type Output = f32;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f32 {
        let ((one, one_rest), (other, other_rest)) = (S::as_simd_f32s(self.0), S::as_simd_f32s(self.1));
        let mut sums = [simd.splat_f32s(0.0); 4];
        for (one, other) in one.chunks(4).zip(other.chunks(4)) {
            for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
                *sum = simd.mul_add_f32s(*one, *other, *sum);
            }
        }
        let [a, b, c, d] = sums;
        let sum = simd.add_f32s(simd.add_f32s(a, b), simd.add_f32s(c, d));
        let rest: f32 = one_rest.iter().zip(other_rest).map(|(one, other)| one * other).sum();
        simd.reduce_sum_f32s(sum) + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_multiplied_with_each_column_whatever_their_number() {
        let columns: Vec<[f32; 3]> = (0..37).map(|n| [n as f32, 1.0, -(n as f32) * 2.0]).collect();
        let rows = [[1.0, 0.0, 0.0], [0.0, 5.0, 1.0]];
        let mut seen = Vec::new();
        PackedMatrix::pack(&columns).multiply(&[&rows[0], &rows[1]], |first, products| {
            seen.extend(
                (first..columns.len().min(first + LANES))
                    .map(|n| (products[0].0[n - first], products[1].0[n - first])),
            );
        });
        let expected: Vec<(f32, f32)> = (0..37).map(|n| (n as f32, 5.0 - n as f32 * 2.0)).collect();
        assert_eq!(seen, expected);
    }
}
