// Big5 from Hong Kong: the runtime's Big5 decoder (ICU) puts the characters of the Hong Kong Supplementary Character Set
// into the private-use area. These are the ones that written Cantonese and Hong Kong names use most.

const privateUse =
  '\uecd8\uecd1\uecda\uecd9\ue547\uecd7\ue5a2\uecb1\uecc7\ue420\uecb2\ue7d4\uecef\ue0b2\uec9f\ueca2\uecee\ueca9\uecd3\uecd6\ue1f5\ue1d0\uebf3\uecea\uecb3\ue77f\ued02\ueca1\ue473\ue2c2\ue80b\ue527\uecf3\uecf6\uf41e\ueb7b\ue077\ue886\uecce\ue08d\uf476\uecf8\uf43e\ue739\uf443\ueb82\uecd2\uecaa\ueccd\uf4b1\uf4a0\ue88c\ued80\ue0c9\ue11a\ue152\ue167\uee50\uecec\uf4d8\ue661\uf453\uf29b\ue206\ue49f\uf4f4\ueb9d\ue27c\ued06\ue28e\ue2b9\ue2cd\ue2dc\ue2dd\ue056\ue9ec\ue357\ue373\ue38f\uf610\uea16\ue3b8\ue3c6\ue3d0\ue3e5\ued00\ue40c\ue416\uecfb\ue480\uf4ea\ue4d7\ue810\ue4eb\ue370\ued49\ue517\ue535\ue0c6\ue265\ue292'
const characters =
  '喺嘅啲咗嚟嗰哋嘢嘥瞓嘞啱啩噏嚿孭揾攰曱甴枱栢氹燶罉脷膶踎邨鎅餸鷄冚冧凼劏厓吔吖吓哣唞唥啫喐喼嗱嘭噃噒嚡埗埞堦峯嶶悳抦揼搲摱擝杮毡濶煀煑牀猄珏瓈疴皷盌簕糭綫羣脚腬膥茘菓葱蔴螆衞覊踭鈎閪韮頟飈駡鯭鰂麪堃煊珉'

const written = new Map([...characters].map((character, at) => [privateUse[at] ?? '', character]))

/** Decoded Big5 with the supplementary characters in their place; unknown ones stay private-use. */
export function withHongKongCharacters(text: string): string {
  return text.replace(/[\ue000-\uf8ff]/g, (character) => written.get(character) ?? character)
}
