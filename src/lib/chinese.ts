// The one door to opencc-js: Traditional to Simplified Chinese and back, words of Taiwan and Hong Kong included.
// Both directions are built at their first use (10 to 40 ms) and kept; text in the other script passes unchanged.

import { Converter as FromSimplified } from 'opencc-js/cn2t'
import { Converter as FromTraditional } from 'opencc-js/t2cn'

type Convert = (text: string) => string

let simplify: Convert | null = null
let traditionalise: Convert | null = null

/** 匯出資訊 becomes 导出信息. Length may change: positions do not carry over. */
export function toSimplified(text: string): string {
  const convert = simplify ?? FromTraditional({ from: 'twp', to: 'cn' })
  simplify = convert
  return convert(text)
}

/** 导出信息 becomes 匯出資訊 (wording of Taiwan). */
export function toTraditional(text: string): string {
  const convert = traditionalise ?? FromSimplified({ from: 'cn', to: 'twp' })
  traditionalise = convert
  return convert(text)
}
