package mailin

// asian languages.
var asian = []language{{
	tag: "ja", wrote: "のメッセージ|のメール|さんは書きました|さんは書きました。|は書きました|が書き込みました|が作成|に書きました|さんが書きました|さんは書いた|さんからのメール|様は書きました|さんのメール|さんのコメント|のコメント", from: "差出人|送信者|送信元|発信者|発信元", date: "送信日時|日付|日時|送信|受信日時|送信日|日付け", to: "宛先|あて先|受信者|送信先", cc: "cc|写し", subject: "件名|題名|表題",
	original: "元のメッセージ|オリジナルメッセージ|元メッセージ|オリジナル メッセージ|元のメール|返信元メッセージ|元のメッセージ:", forwarded: "転送メッセージ|転送されたメッセージ|転送されたメール|転送メール|転送メールの先頭|ここから転送|以下転送|転送元メッセージ", prefixes: "転送|fw|fwd",
	cut: "この行より上に返信してください", closings: "以上、よろしくお願いします|以上、よろしくお願いいたします|以上、よろしくお願い致します|以上、宜しくお願い致します|以上よろしくお願いします|以上よろしくお願いいたします|敬具|以上|草々", thanks: "ありがとうございます|ありがとうございました|有難うございます|ありがとう|感謝します|よろしくお願いします|よろしくお願いいたします|よろしくお願い致します|どうぞよろしくお願いします|どうぞよろしくお願いいたします|宜しくお願いします|宜しくお願いいたします|宜しくお願い致します|何卒よろしくお願いします|何卒よろしくお願いいたします|何卒よろしくお願い申し上げます|何卒宜しくお願い致します|何卒宜しくお願い申し上げます|よろしくお願い申し上げます|それでは|それでは失礼いたします|失礼いたします|取り急ぎご連絡まで|取り急ぎ",
	sentFrom: "iphoneから送信|ipadから送信|iphone から送信|outlook for|ios 版 outlook|android 版 outlook|ios版outlook|android版outlook", sentEnds: "から送信|から送信されました|を入手|を取得する|を取得|からの送信|より送信|から送信しました|から送っています",
	notice: "本メールは|本メールに|本メールの|このメールは|このメールに|このメールの|本電子メール|この電子メール|このeメール|本eメール|このメッセージには|このメッセージは|本メッセージ|本状は|本通信|【注意】|機密情報|※このメール|※本メール|当メール",
	secret: "宛先の|機密|秘密|受信者|意図された|誤って",
	footer: "免責事項",
}, {
	tag: "zh", on: "在|于|於", wrote: "写道|寫道|写到|寫到|來信|编写|撰写|撰寫", from: "发件人|寄件者|寄件人|发自|發件人|傳送者|发送人|发送者", date: "发送时间|日期|寄件日期|发送日期|時間|时间|傳送時間|已傳送|已发送|傳送日期|發送時間|發送日期|寄件時間|发件时间|收件时间", to: "收件人|收件者|接收者|寄給|收信人", cc: "抄送|副本|副本抄送|抄送人|抄送:|密送", subject: "主题|主旨|主題|标题|標題",
	original: "原始邮件|原始郵件|原邮件|原始消息|邮件原件|原始信息|原始訊息|原始信件|原始電子郵件|原件|回复的原邮件|原郵件|原始讯息", forwarded: "转发的邮件|轉寄郵件|转发邮件|轉寄的郵件|轉寄訊息|转发邮件信息|转发的消息|转发消息|開始轉寄郵件|开始转发的邮件|以下是转发的邮件|以下是轉寄的郵件|被转发邮件|轉發郵件|已转发邮件|轉寄的訊息|已轉寄的郵件|被转发的邮件|轉寄信件|已转发的邮件|以下为转发邮件", prefixes: "转发|轉寄|轉發|fw",
	cut: "请在此行上方回复", closings: "此致|此致敬礼|此致敬禮|敬礼|祝好|顺祝商祺|順頌商祺|顺颂商祺|祝商祺|商祺|敬祝|致礼|致敬|诚挚问候|最诚挚的问候|谨上|謹上|敬上|祝工作顺利|祝您工作愉快|祝你愉快|祝安好|祝您愉快|順祝商祺|敬頌商祺|此致,敬礼", thanks: "感谢|感謝|多谢|多謝|谢谢您|谢谢你|謝謝您|非常感谢|非常感謝|谢谢!|万分感谢|谢谢|謝謝",
	sentFrom: "发自我的|發自我的|從我的|自我的|从我的|发自|發自|发送自|傳送自|获取 outlook|获取outlook|取得 ios|取得 android|取得 outlook|取得outlook|下载 outlook|下載 outlook|来自我的|來自我的", sentEnds: "发送|傳送|寄出|發送|发出|传送|发来|寄送",
	notice: "本邮件及|本邮件所|本邮件含|本邮件（|本邮件(|本电子邮件|此邮件及|此邮件可能|此电子邮件|本電子郵件|本郵件|此郵件|此電子郵件|本信件|本電郵|本消息|声明：本|声明:本|该邮件及|这封邮件及|這封郵件|這封電子郵件|這封信件",
	secret: "保密|机密|機密|收件人|收件者|收信人|秘密|误",
	footer: "免责声明|免責聲明|保密声明|保密聲明|保密提示|【保密",
}, {
	tag: "ko", wrote: "작성|님이 작성|님이 작성한 메시지|썼습니다|님이 쓴 글|이 쓴 글|이(가) 쓴 글|가 쓴 글|님이 작성함|씀|님이 보낸 메시지|님이 보냄|에 작성|작성한 메시지|작성함", from: "보낸 사람|보낸사람|발신|발신자|보낸이|보낸 이", date: "보낸 날짜|날짜|보낸날짜|보낸 시간|보낸시간|전송|발송일|받은 날짜|일시|받은날짜|일자|보냄|발신일", to: "받는 사람|받는사람|수신|수신자|받는이|받는 이", cc: "참조|참조자|참조인|cc", subject: "제목|주제",
	original: "원본 메시지|원본 메일|원본메시지|원본메일|원래 메시지|원본 이메일|원문", forwarded: "전달된 메시지|전달된 메일|전달된 메시지 시작|전달된 이메일|전달한 메시지|전달 메시지|전달메시지", prefixes: "전달|fw|fwd",
	cut: "이 줄 위에 답장을 작성하세요", closings: "", thanks: "미리 감사드립니다|감사|미리 감사합니다|정말 감사합니다|대단히 감사합니다|감사합니다|고맙습니다|수고하세요|수고하십시오|안녕히 계세요|안녕히 계십시오|드림|올림|좋은 하루 되세요|좋은 하루 보내세요|이상입니다|감사드립니다|감사합니다. 수고하세요|그럼 수고하세요|배상|감사합니다. 좋은 하루 되세요",
	sentFrom: "나의 iphone에서|내 iphone에서|나의 ipad에서|ios용 outlook|android용 outlook", sentEnds: "에서 보냄|에서 전송|에서 보냈습니다|에서 보낸 메일|에서 보낸 메일입니다|다운로드|받기|에서 발송|에서 전송됨|에서 작성|보냄|에서 발송됨|가져오기|에서 보내드립니다",
	notice: "본 메일은|본 메일에|본 메일의|이 메일은|이 메일에|이 메일의|본 이메일|이 이메일|본 전자우편|이 전자우편|본 메시지|이 메시지는|이 메시지에|본 e-mail|이 e-mail|이 전자 메일|본 전자메일|기밀|면책|[주의]|본메일은|본 문서는|귀하가 본",
	secret: "기밀|수신인|수신자|비밀|지정된",
}, {
	tag: "vi", on: "vào|ngày|lúc|on", wrote: "đã viết|viết|đã gửi", from: "từ|người gửi", date: "đã gửi|ngày|ngày gửi|thời gian|gửi|gửi lúc|đã gửi lúc", to: "đến|tới|người nhận", cc: "cc|đồng gửi", subject: "chủ đề|tiêu đề",
	original: "tin nhắn gốc|thư gốc|thông điệp gốc", forwarded: "thư được chuyển tiếp|tin nhắn chuyển tiếp|thư chuyển tiếp|thông điệp chuyển tiếp|bắt đầu thư được chuyển tiếp|forwarded message", closings: "trân trọng|trân trọng cảm ơn|thân mến|thân ái|kính thư|trân trọng kính chào", thanks: "cảm ơn|xin cảm ơn|cám ơn|cảm ơn bạn|cảm ơn nhiều", sentFrom: "đã gửi từ|được gửi từ|gửi từ|tải outlook|nhận outlook|tải về outlook|tải xuống outlook",
	notice: "email này|thư này và|thông tin trong email",
	secret: "bảo mật|người nhận",
	common: "và là của không tôi có được cho bạn xin các này với một những trong khi đã sẽ để ở từ thì người nào cũng rất anh chị chúng vui lòng",
}, {
	tag: "th", on: "เมื่อ|ใน|วันที่", wrote: "เขียนว่า|เขียน|ได้เขียน", from: "จาก|ผู้ส่ง", date: "ส่ง|วันที่|ส่งเมื่อ", to: "ถึง|ผู้รับ", cc: "สำเนา|สำเนาถึง", subject: "เรื่อง|หัวข้อ|หัวเรื่อง", original: "ข้อความต้นฉบับ|ข้อความเดิม", forwarded: "ข้อความที่ส่งต่อ|ข้อความส่งต่อ", closings: "ขอแสดงความนับถือ|ด้วยความเคารพ", thanks: "ขอบคุณ|ขอบคุณครับ|ขอบคุณค่ะ", sentFrom: "ส่งจาก", sentEnds: "ของฉัน",
}, {
	tag: "id", on: "pada|pada tanggal|on", wrote: "menulis|menulis:|telah menulis", from: "dari|pengirim", date: "dikirim|tanggal|terkirim|tarikh", to: "kepada|ke|untuk", cc: "cc|tembusan|salinan", subject: "perihal|subjek|hal|perkara",
	original: "pesan asli|pesan semula|mesej asal", forwarded: "pesan terusan|pesan yang diteruskan|pesan yang dikirim|mesej yang dimajukan", closings: "salam|salam hormat|hormat saya|hormat kami", thanks: "terima kasih|terimakasih", sentFrom: "dikirim dari|dapatkan outlook|dihantar daripada|dikirim melalui", sentEnds: "saya",
	common: "dan yang di ini itu dengan untuk tidak dari pada adalah saya kami akan ada bisa terima kasih mohon juga atau sudah ke kepada anda karena tolong",
}}
