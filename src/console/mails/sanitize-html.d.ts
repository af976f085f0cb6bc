// sanitize-html ships no types; this is the part of it that safe-html.ts uses.

declare module 'sanitize-html' {
  export interface Tag {
    tagName: string
    attribs: Record<string, string>
    text?: string
  }
  type Transform = (tagName: string, attribs: Record<string, string>) => Tag
  export default function sanitizeHtml(
    html: string,
    options: {
      allowedTags: string[]
      allowedAttributes: Record<string, string[]>
      allowedSchemes: string[]
      nonTextTags: string[]
      nestingLimit: number
      parseStyleAttributes: boolean
      exclusiveFilter: (frame: { attribs: Record<string, string> }) => boolean
      transformTags: Record<string, Transform>
    },
  ): string
}
